from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0014_texts_by_their_start")]

    operations = [
        migrations.AlterModelOptions("tag", {"ordering": ["folded"]}),
        migrations.RemoveIndex("tag", "assets_tag_media_c_7fa524_idx"),
        migrations.AddIndex(
            "tag",
            models.Index(fields=["-media_count", "folded"], name="assets_tag_media_c_12c5a7_idx"),
        ),
    ]
