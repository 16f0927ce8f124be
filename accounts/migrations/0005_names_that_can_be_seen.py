from django.db import migrations, models

import portal.visible_text


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_told_moments")]

    operations = [
        migrations.AlterField(
            model_name="permissionprofile",
            name="name",
            field=models.CharField(max_length=80, validators=[portal.visible_text.validate_visible]),
        ),
    ]
