from django.db import migrations, models

import portal.visible_text


class Migration(migrations.Migration):
    dependencies = [("integrations", "0002_catalog")]

    operations = [
        migrations.AlterField(
            model_name="integration",
            name=name,
            field=models.CharField(max_length=80, validators=[portal.visible_text.validate_visible]),
        )
        for name in ("name", "vendor")
    ]
