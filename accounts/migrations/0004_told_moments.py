"""A past may be told: the moment is now only by default. The column stays as it is, with its triggers."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_terms_by_user")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "user", "created_at", models.DateTimeField(default=django.utils.timezone.now)
                ),
            ]
        )
    ]
