"""Take back the access rights of groups and profiles that were deleted before their rights went with them.

What they kept from being found is found after `manage.py assets reindex`.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rights = apps.get_model("assets", "AccessRight").objects
    for kind, name in {"group": "Group", "profile": "PermissionProfile"}.items():
        there = apps.get_model("accounts", name).objects.values("pk")
        rights.filter(principal_type=kind).exclude(principal_id__in=there).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0010_index_of_the_waiting_room"),
        ("accounts", "0004_told_moments"),
    ]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
