from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0010_full_text_index")]

    operations = [
        migrations.AddField("tag", "folded", models.CharField(max_length=240, null=True)),
        migrations.RemoveConstraint("tag", "tag_name_unique"),
    ]
