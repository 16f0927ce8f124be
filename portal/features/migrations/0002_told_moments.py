"""A past may be told: the moment is now only by default. The column stays as it is, with its triggers."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("features", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "featurestate", "changed_at", models.DateTimeField(default=django.utils.timezone.now)
                ),
            ]
        )
    ]
