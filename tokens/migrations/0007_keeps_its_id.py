"""The database refuses to move a token to the place of another one, too."""

from django.db import migrations

from portal.audit.protection import keeps_its_id


class Migration(migrations.Migration):
    dependencies = [("tokens", "0006_exposed_tokens")]
    operations = [keeps_its_id("tokens_permanenttoken")]
