"""Fold the names of the tags that are there, as `assets.tags` does."""

import unicodedata

from django.db import migrations


def fold(apps, schema_editor):
    tag = apps.get_model("assets", "Tag")
    for pk, name in tag.objects.values_list("pk", "name").iterator():
        tag.objects.filter(pk=pk).update(folded=unicodedata.normalize("NFC", name.strip().casefold()))


class Migration(migrations.Migration):
    dependencies = [("assets", "0011_folded_names_of_tags")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
