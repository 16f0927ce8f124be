"""A share whose mail could not be sent says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0012_no_two_smartfilters_of_one_label")]
    operations = [
        migrations.AddField(
            "collectionshare", "mail_failed", models.BooleanField(default=False, db_default=False)
        ),
    ]
