from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from .identified import Identified
from .media import Media
from .metaproperties import PrincipalType


def new_link() -> str:
    """Unguessable words for the address of a shared collection."""
    return secrets.token_urlsafe(24)


class Collection(Identified):
    """Assets that somebody put together."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    thumbnail = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    views = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    media = models.ManyToManyField(Media, through="CollectionMedia", related_name="collections")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionMedia(models.Model):
    """An asset in a collection, in the order in which it was put there."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="collection_media")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="collection_media")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "media"], name="collection_media_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.media_id}"


class ShareLevel(models.TextChoices):
    """What whoever a collection is shared with may do."""

    VIEW = "view", "View"
    EDIT = "edit", "Edit"


class CollectionShare(models.Model):
    """A collection, shared with somebody: by e-mail address, or as a user, group or profile."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="shares")
    recipient = models.EmailField(blank=True)
    principal_type = models.CharField(max_length=8, choices=PrincipalType, blank=True)
    principal_id = models.UUIDField(null=True)
    level = models.CharField(max_length=4, choices=ShareLevel, default=ShareLevel.VIEW)
    login_required = models.BooleanField(default=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    link = models.CharField(max_length=40, unique=True, default=new_link)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["principal_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(recipient="") ^ models.Q(principal_id__isnull=True),
                name="share_with_address_or_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} for {self.recipient or self.principal_type}"
