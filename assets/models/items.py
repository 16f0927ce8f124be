from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assets import storage

from .identified import Identified
from .media import Media


class ItemKind(models.TextChoices):
    """What a file is to its asset."""

    ORIGINAL = "original", "Original"
    ADDITIONAL = "additional", "Additional file"


class MediaItem(Identified):
    """A file of an asset: one version of the original, or something beside it."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind, default=ItemKind.ORIGINAL)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)  # the current original; additional files always are
    file = models.FileField(storage=storage.files, max_length=200)
    file_name = models.CharField(max_length=250)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    checksum = models.CharField(max_length=64)
    details = models.JSONField(default=dict)  # what the file says of itself: EXIF, pages, seconds
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["media", "version"],
                condition=Q(kind="original"),
                name="item_one_original_per_version",
            ),
            models.UniqueConstraint(
                fields=["media"],
                condition=Q(kind="original", is_active=True),
                name="item_one_active_original",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, version {self.version}"
