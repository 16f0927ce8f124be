"""A past may be told: the moment is now only by default. The column stays as it is, with its triggers."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tokens", "0004_irreplaceable")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "permanenttoken", "created_at", models.DateTimeField(default=django.utils.timezone.now)
                ),
                migrations.AlterField(
                    "knownaddress", "first_seen_at", models.DateTimeField(default=django.utils.timezone.now)
                ),
                migrations.AlterField(
                    "tombstone", "deleted_at", models.DateTimeField(default=django.utils.timezone.now)
                ),
            ]
        )
    ]
