from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from portal.visible_text import validate_line, validate_lines

from .access_rights import PrincipalType
from .identified import Identified, IdentifiedManager, IdentifiedQuerySet
from .media import Media, MediaQuerySet


def new_link() -> str:
    """Unguessable words for the address of a shared collection."""
    return secrets.token_urlsafe(24)


COVERS = 4  # assets that stand for a collection


class CollectionQuerySet(IdentifiedQuerySet["Collection"]):
    """Named questions to the collections."""

    def visible_to(self, user: User) -> CollectionQuerySet:
        """The user's own, those that are shared with them now, and public ones for whoever may see these."""
        if not user.has_perm(Permission.VIEW_ASSETS):
            return self.none()
        allowed = Q(owner=user) | _shared_with(user)
        if user.has_perm(Permission.VIEW_PUBLIC_COLLECTIONS):
            allowed |= Q(is_public=True)
        return self.filter(allowed)

    def editable_by(self, user: User) -> CollectionQuerySet:
        """The user's own, and those that are shared with them for editing now."""
        if not user.has_perm(Permission.MANAGE_COLLECTIONS):
            return self.none()
        return self.filter(Q(owner=user) | _shared_with(user, level=ShareLevel.EDIT))

    def shared_with(self, user: User) -> CollectionQuerySet:
        """Those that are shared with the user now."""
        return self.filter(_shared_with(user))

    def matching(self, text: str) -> CollectionQuerySet:
        """Collections with every word of `text` in their name or description."""
        rows = self
        for word in text.split()[:20]:
            rows = rows.filter(Q(name__icontains=word) | Q(description__icontains=word))
        return rows

    def counted(self, media: MediaQuerySet) -> CollectionQuerySet:
        """With `visible_count`, how many of `media` each has."""
        inside = CollectionMedia.objects.of(media).filter(collection=OuterRef("pk"))
        number = inside.order_by().values("collection").annotate(number=Count("pk")).values("number")
        return self.annotate(visible_count=Coalesce(Subquery(number), 0))

    def described(self, media: MediaQuerySet) -> CollectionQuerySet:
        """With what a list shows of each: `visible_count`, the first `covers`, and a `share_link` if any.

        The link is the one that most people can open. A thumbnail that isn't among `media` is hidden.
        """
        inside = CollectionMedia.objects.of(media).select_related("media")
        links = CollectionShare.objects.open().filter(collection=OuterRef("pk"))
        link = links.order_by("login_required", "-id").values("link")[:1]
        return (
            self.counted(media)
            .annotate(share_link=Subquery(link))
            .select_related("owner")
            .prefetch_related(
                Prefetch("collection_media", inside[:COVERS], to_attr="covers"), Prefetch("thumbnail", media)
            )
        )


def _shared_with(user: User, **terms: Any) -> Q:
    shares = CollectionShare.objects.open().with_user(user).filter(**terms)
    return Q(pk__in=shares.values("collection"))


class CollectionManager(IdentifiedManager.from_queryset(CollectionQuerySet)):
    """The manager of collections."""


class Collection(Identified):
    """Assets that somebody put together."""

    name = models.CharField(max_length=120, validators=[validate_line])
    description = models.TextField(blank=True, validators=[validate_lines])
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    thumbnail = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    views = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    media = models.ManyToManyField(Media, through="CollectionMedia", related_name="collections")

    objects = CollectionManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pictures(self) -> list[Media]:
        """The assets that stand for a described collection; its thumbnail first, if one was chosen."""
        first = [self.thumbnail] if self.thumbnail else []
        covers: list[CollectionMedia] = getattr(self, "covers", [])
        return [*first, *(inside.media for inside in covers if inside.media not in first)][:COVERS]


class CollectionMediaQuerySet(models.QuerySet["CollectionMedia"]):
    """Named questions to what is in collections."""

    def of(self, media: MediaQuerySet) -> CollectionMediaQuerySet:
        """Only what is among `media`."""
        return self.filter(Exists(media.filter(pk=OuterRef("media_id"))))


class CollectionMedia(models.Model):
    """An asset in a collection, in the order in which it was put there."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="collection_media")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="collection_media")

    objects = CollectionMediaQuerySet.as_manager()

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


class CollectionShareQuerySet(models.QuerySet["CollectionShare"]):
    """Named questions to the shares."""

    def open(self) -> CollectionShareQuerySet:
        """Those that have begun and not ended."""
        now = timezone.now()
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=now),
            Q(ends_at=None) | Q(ends_at__gt=now),
        )

    def with_user(self, user: User) -> CollectionShareQuerySet:
        """Those with the user's address, the user, their profile or one of their groups."""
        principals = [user.pk, user.profile_id, *user.groups.values_list("pk", flat=True)]
        address = Q(recipient=user.email.lower(), principal_id=None)
        return self.filter(address | Q(principal_id__in=principals))


class CollectionShare(models.Model):
    """A collection, shared with somebody: by e-mail address, or as a user, group or profile."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="shares")
    recipient = models.EmailField(blank=True)  # in lower case
    principal_type = models.CharField(max_length=8, choices=PrincipalType, blank=True)
    principal_id = models.UUIDField(null=True)
    level = models.CharField(max_length=4, choices=ShareLevel, default=ShareLevel.VIEW)
    login_required = models.BooleanField(default=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    link = models.CharField(max_length=40, unique=True, default=new_link)
    created_at = models.DateTimeField(auto_now_add=True)
    mail_failed = models.BooleanField(default=False, db_default=False)

    objects = CollectionShareQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["principal_id"]),
            models.Index(fields=["recipient"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection", "recipient"],
                condition=~models.Q(recipient=""),
                name="share_once_with_an_address",
            ),
            models.UniqueConstraint(
                fields=["collection", "principal_id"], name="share_once_with_a_principal"
            ),
            models.CheckConstraint(
                condition=models.Q(recipient="") ^ models.Q(principal_id__isnull=True),
                name="share_with_address_or_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} for {self.recipient or self.principal_type}"
