from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from .actions import Action


class DoorKind(models.TextChoices):
    """The ways into the portal."""

    PAGE = "page", "Page"
    API = "api", "API"
    COMMAND = "command", "Command"


def actions() -> list[tuple[str, str]]:
    """Every action with its label. Migrations refer to this, so that a new action needs none."""
    return Action.choices


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Named questions to the audit log."""

    def about(self, target_type: str, target_id: str) -> AuditEntryQuerySet:
        """Entries about one thing."""
        return self.filter(target_type=target_type, target_id=target_id)

    def refusals_since(self, moment: datetime) -> AuditEntryQuerySet:
        """Refused tokens since `moment`."""
        return self.filter(action=Action.TOKEN_REFUSED, at__gte=moment)


class AuditEntry(models.Model):
    """One thing that happened. The database refuses to change or delete a row.

    Names are copied, not referenced: an entry says what was true when it was written.
    """

    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=40, choices=actions)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=254)
    door = models.CharField(max_length=8, choices=DoorKind)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    # Null where there is none: a column of another kind would have SQLite write the table anew, without
    # what protects it.
    key_id = models.CharField(max_length=64, null=True)  # noqa: DJ001
    target_type = models.CharField(max_length=20, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=254, blank=True)
    details = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["action", "at"]),
            models.Index(fields=["target_type", "target_id"]),
            models.Index(fields=["actor_name"]),
            models.Index(fields=["key_id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.target_name or self.actor_name}"
