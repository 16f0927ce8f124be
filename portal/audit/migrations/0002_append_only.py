"""The database itself refuses to change or delete what the audit log says."""

from django.db import migrations

from portal.audit.protection import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_auditentry")]
