from __future__ import annotations

from typing import ClassVar

from django.db import models

from .identified import Identified
from .media import Media


class UsageIntegration(Identified):
    """A place that uses assets: a website, a shop, a mail system. Known from its first use."""

    description = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.description or self.rfc_id


class Usage(Identified):
    """An asset is used by an integration at an address there."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="usages")
    integration = models.ForeignKey(UsageIntegration, on_delete=models.CASCADE, related_name="usages")
    uri = models.CharField(max_length=1000, blank=True)
    additional = models.TextField(blank=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["media", "integration", "uri"], name="usage_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.media} at {self.uri}"
