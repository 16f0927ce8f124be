"""The database keeps labels of smartfilters apart, too; those that are the same get a number."""

from itertools import count

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

LANGUAGE = "en_US"


def number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    smartfilters = apps.get_model("assets", "Smartfilter").objects.filter(labels__has_key=LANGUAGE)
    taken: set[str] = set()
    for smartfilter in smartfilters.order_by("pk"):
        label = smartfilter.labels[LANGUAGE]
        names = (label if n == 1 else f"{label} ({n})" for n in count(1))
        smartfilter.labels[LANGUAGE] = free = next(name for name in names if name.lower() not in taken)
        taken.add(free.lower())
        if free != label:
            smartfilter.save(update_fields=["labels"])


class Migration(migrations.Migration):
    dependencies = [("assets", "0011_no_rights_of_what_is_gone")]

    operations = [
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="smartfilter",
            constraint=models.UniqueConstraint(
                Lower(KeyTextTransform(LANGUAGE, "labels")), name="smartfilter_label_unique"
            ),
        ),
    ]
