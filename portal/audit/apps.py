from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened on the portal: append-only, by the database."""

    name = "portal.audit"
    label = "audit"
