"""From a tag to its assets by the index alone: Django's own index of the column doesn't hold the asset."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0003_full_text_index")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX media_tags_by_tag ON assets_media_tags (tag_id, media_id)",
            "DROP INDEX media_tags_by_tag",
        ),
    ]
