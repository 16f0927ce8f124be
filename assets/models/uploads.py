from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from assets import storage

from .identified import Identified
from .media import Media


class UploadState(models.TextChoices):
    """How far an upload is."""

    OPEN = "open", "Receiving chunks"
    PROCESSING = "processing", "Being examined"
    DONE = "done", "Ready to be saved"
    FAILED = "failed", "Failed"
    REJECTED = "rejected", "Rejected"
    SAVED = "saved", "Saved"


class Upload(Identified):
    """A file on its way in. Its `uuid` is the upload's id and, once finalised, the id of its import."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key_id = models.CharField(max_length=12, blank=True)  # of the token that began it; none: a page
    file_name = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.OPEN)
    reason = models.CharField(max_length=250, blank=True)  # why it failed or was rejected
    chunk_count = models.PositiveIntegerField(default=0)  # as finalised
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(storage=storage.files, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expected_checksum = models.CharField(max_length=64, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    inspection = models.JSONField(default=dict)  # what the file was found to be
    media = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class Chunk(models.Model):
    """A part of a file. It counts once the client has registered it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    file = models.FileField(storage=storage.files, max_length=200)
    size = models.PositiveIntegerField()
    is_registered = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="chunk_once_per_upload"),
            models.CheckConstraint(condition=Q(number__lte=100_000), name="chunk_number_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}/p{self.number}"
