"""The profiles of a new portal; later changes to the vocabulary leave existing profiles alone."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from accounts.permissions import DEFAULT_PROFILE, DEFAULT_PROFILES, serialize


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    profile = apps.get_model("accounts", "PermissionProfile")
    for name, permissions in DEFAULT_PROFILES.items():
        profile.objects.get_or_create(
            name=name,
            defaults={"permission_codes": serialize(permissions), "is_default": name == DEFAULT_PROFILE},
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
