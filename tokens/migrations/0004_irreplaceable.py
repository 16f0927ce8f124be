"""The database refuses to put another token in the place of one, too."""

from django.db import migrations

from portal.audit.protection import irreplaceable


class Migration(migrations.Migration):
    dependencies = [("tokens", "0003_never_used_by_creation")]
    operations = [irreplaceable("tokens_permanenttoken", ["id", "key_id", "submission"])]
