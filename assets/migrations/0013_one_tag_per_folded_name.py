from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0012_fold_names_of_tags")]

    operations = [
        migrations.AlterField("tag", "folded", models.CharField(max_length=240, unique=True)),
    ]
