"""A form whose token was deleted makes no second one either."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tokens", "0007_keeps_its_id")]
    operations = [
        migrations.AddField("tombstone", "submission", models.UUIDField(null=True, unique=True)),
    ]
