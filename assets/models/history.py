from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.utils import timezone

from portal.audit.models import DoorKind

from .media import Media


class Change(models.TextChoices):
    """What happened to an asset."""

    CREATED = "created", "Uploaded"
    CHANGED = "changed", "Changed"
    NEW_VERSION = "new-version", "New version"
    FILE_ADDED = "file-added", "File added"
    DOWNLOADED = "downloaded", "Downloaded"
    DELETED = "deleted", "Moved to the trash"
    RESTORED = "restored", "Restored"


@dataclass(frozen=True)
class Twins:
    """Other assets with the very same file: those that a reader may see, and how many more there are."""

    seen: Sequence[Media]
    more: int


class HistoryEntry(models.Model):
    """Who did what to an asset, and through which page or token. Names are copied, as in the audit log."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    change = models.CharField(max_length=12, choices=Change)
    user_id = models.CharField(max_length=36, blank=True)
    user_name = models.CharField(max_length=254)
    door = models.CharField(max_length=8, choices=DoorKind)
    key_id = models.CharField(max_length=12, blank=True)
    details = models.JSONField(default=dict)  # field → [before, after], or name → fact

    twins: Twins | None = None  # what `history.newest` makes of that fact for a reader

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "history entries"

    def __str__(self) -> str:
        return f"{self.get_change_display()} by {self.user_name}"
