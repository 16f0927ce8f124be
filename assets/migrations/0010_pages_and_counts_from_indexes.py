from django.db import migrations, models

KEPT = models.Q(removed_at__isnull=True)
VISIBILITY = ["is_archived", "is_limited", "awaits_approval", "published_at", "created_by"]


def covering(fields, name, *more):
    index = models.Index(fields=fields, name=name, condition=KEPT, include=[*VISIBILITY, *more])
    return migrations.AddIndex("media", index)


class Migration(migrations.Migration):
    dependencies = [("assets", "0003_full_text_index")]

    operations = [
        migrations.RemoveIndex("media", "assets_medi_created_60cf7b_idx"),
        migrations.RemoveIndex("media", "assets_medi_modifie_322b33_idx"),
        migrations.RemoveIndex("media", "assets_medi_publish_9f57f7_idx"),
        migrations.RemoveIndex("media", "assets_medi_name_80a488_idx"),
        covering(["-created_at", "-id"], "media_newest"),
        covering(["-modified_at", "-id"], "media_last_modified"),
        covering(["-published_at", "-id"], "media_last_published"),
        covering(["name", "id"], "media_by_name"),
        covering(["id"], "media_kept", "type", "orientation", "brand", "sub_brand"),
        migrations.RunSQL(
            "CREATE INDEX media_tags_by_tag ON assets_media_tags (tag_id, media_id)",
            "DROP INDEX media_tags_by_tag",
        ),
    ]
