"""The database itself refuses to change what a token is."""

from django.db import migrations

from portal.audit.protection import immutable


class Migration(migrations.Migration):
    dependencies = [("tokens", "0001_initial")]
    operations = [
        immutable(
            "tokens_permanenttoken",
            [
                "key_id", "description", "integration_id", "other_integration", "user_id", "scope_names",
                "submission", "replaces", "created_at", "created_by", "created_by_id",
            ],
        )
    ]  # fmt: skip
