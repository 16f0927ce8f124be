import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [("assets", "0013_one_tag_per_folded_name")]

    operations = [
        migrations.AddField(
            "mediatext",
            "start",
            models.GeneratedField(
                db_persist=True, expression=Left("value", 100), output_field=models.CharField(max_length=100)
            ),
        ),
        migrations.AlterField(
            "mediatext",
            "metaproperty",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assets.metaproperty",
            ),
        ),
        migrations.AddIndex(
            "mediatext",
            models.Index(fields=["metaproperty", "start"], name="assets_medi_metapro_1ef452_idx"),
        ),
    ]
