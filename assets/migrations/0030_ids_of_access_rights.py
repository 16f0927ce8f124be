import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Access rights have ids on the wire. Nothing could make any before, so there are no rows to number."""

    dependencies = [("assets", "0002_first_presets_and_brand")]

    operations = [
        migrations.AddField(
            model_name="accessright",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="accessright",
            name="level",
            field=models.CharField(
                choices=[
                    ("metaproperty.hide", "Doesn't see the metaproperty"),
                    ("view", "Sees the option"),
                ],
                default="view",
                max_length=20,
            ),
        ),
    ]
