from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, OuterRef, Q, Value, When
from django.db.models.functions import Left, Lower, Now
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from assets.prepared import PreparedFor
from portal.visible_text import validate_line, validate_lines

from .access_rights import AccessRight
from .brands import Brand, SubBrand
from .identified import Identified, IdentifiedManager, IdentifiedQuerySet
from .metaproperties import Metaproperty, Option, OptionQuerySet

KEPT_IN_TRASH = timedelta(days=30)  # the vendor's promise


def new_id_hash() -> str:
    """16 hexadecimal digits that name one state of an asset's file; they can't be guessed."""
    return secrets.token_hex(8)


class MediaType(models.TextChoices):
    """The vendor's names of kinds of files."""

    IMAGE = "image", "Image"
    DOCUMENT = "document", "Document"
    AUDIO = "audio", "Audio"
    VIDEO = "video", "Video"
    THREE_D = "3d", "3D"


class Orientation(models.TextChoices):
    """The vendor's names of shapes."""

    LANDSCAPE = "landscape", "Landscape"
    PORTRAIT = "portrait", "Portrait"
    SQUARE = "square", "Square"


class Tag(Identified):
    """A word that people put on assets."""

    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=240, unique=True)  # by assets.tags: no two differ in case only
    media_count = models.PositiveIntegerField(default=0)  # assets outside the trash, kept by assets.tags

    class Meta:
        ordering: ClassVar = ["folded"]
        indexes: ClassVar = [models.Index(fields=["-media_count", "folded"])]

    def __str__(self) -> str:
        return self.name


def restricted_options_hidden_from(user: User) -> OptionQuerySet:
    """Restricted options to which neither the user, their profile nor one of their groups has a right.

    They hide the assets that have them. Nothing is hidden from those who manage metaproperties.
    """
    restricted: OptionQuerySet = Option.objects.filter(is_restricted=True)
    if user.has_perm(Permission.MANAGE_METAPROPERTIES):
        return restricted.none()
    return restricted.exclude(Exists(AccessRight.objects.of(user).filter(option=OuterRef("pk"))))


_hidden = PreparedFor(restricted_options_hidden_from, ["pk"])


def options_hidden_from(user: User) -> tuple[int, ...]:
    """The primary keys of `restricted_options_hidden_from`."""
    return tuple(pk for (pk,) in _hidden.all(user))


class MediaQuerySet(IdentifiedQuerySet["Media"]):
    """Named questions to the assets."""

    def kept(self) -> MediaQuerySet:
        """Assets outside the trash."""
        return self.filter(removed_at__isnull=True)

    def in_trash(self) -> MediaQuerySet:
        """Deleted assets that can still be restored."""
        return self.filter(removed_at__gte=timezone.now() - KEPT_IN_TRASH)

    def past_restoring(self) -> MediaQuerySet:
        """Deleted assets that nobody can restore any more."""
        return self.filter(removed_at__lt=timezone.now() - KEPT_IN_TRASH)

    def visible_to(self, user: User, *, hidden: Sequence[int] | None = None) -> MediaQuerySet:
        """Assets that `user` may know of: one answer for lists, counts, facets, downloads.

        `hidden` are the options that hide assets from them, if they are known already.
        """
        return self.kept()._permitted_to(user, hidden)

    def in_trash_visible_to(self, user: User) -> MediaQuerySet:
        """Deleted assets that can still be restored and that `user` may know of."""
        if not user.has_perm(Permission.VIEW_TRASH):
            return self.none()
        return self.in_trash()._permitted_to(user)

    def approvable_by(self, user: User) -> MediaQuerySet:
        """Assets that wait for approval and that `user`, who may upload without it, may let through."""
        if not user.has_perm(Permission.UPLOAD_ASSETS):
            return self.none()
        waiting = self.kept().filter(awaits_approval=True)._in_states_shown_to(user)
        return waiting._without(restricted_options_hidden_from(user))  # all in one query: these are few

    def _permitted_to(self, user: User, hidden: Sequence[int] | None = None) -> MediaQuerySet:
        hidden = options_hidden_from(user) if hidden is None else hidden
        rows = self._in_states_shown_to(user)
        return rows._without(hidden) if hidden else rows

    def _in_states_shown_to(self, user: User) -> MediaQuerySet:
        if not user.has_perm(Permission.VIEW_ASSETS):
            return self.none()
        rows = self
        if not user.has_perm(Permission.VIEW_ARCHIVED):
            rows = rows.filter(is_archived=False)
        if not user.has_perm(Permission.VIEW_LIMITED):
            rows = rows.filter(is_limited=False)
        if not user.has_perm(Permission.VIEW_EMBARGOED):
            rows = rows.filter(published_at__lte=Now())
        if not user.has_perm(Permission.UPLOAD_ASSETS):
            rows = rows.filter(Q(awaits_approval=False) | Q(created_by=user))
        return rows

    def _without(self, options: Iterable[int] | OptionQuerySet) -> MediaQuerySet:
        return self.exclude(Exists(MediaOption.objects.filter(media=OuterRef("pk"), option__in=options)))

    def visible_to_everybody(self) -> MediaQuerySet:
        """Assets that need no permission beyond seeing assets at all: what public addresses may show."""
        return self.filter(_visible_to_everybody())

    def with_public_original(self) -> MediaQuerySet:
        """Assets whose current original is at an address that needs no permission at all."""
        return self.visible_to_everybody().filter(is_public=True)


def _visible_to_everybody() -> Q:
    restricted = MediaOption.objects.filter(media=OuterRef("pk"), option__is_restricted=True)
    return Q(
        ~Exists(restricted),
        removed_at=None,
        is_archived=False,
        is_limited=False,
        awaits_approval=False,
        published_at__lte=Now(),
    )


def has_public_original() -> Case:
    """Whether an asset is one of `with_public_original`, for each in a list: most are told by one column."""
    visible = ExpressionWrapper(_visible_to_everybody(), models.BooleanField())
    return Case(When(is_public=True, then=visible), default=Value(False))


class MediaManager(IdentifiedManager.from_queryset(MediaQuerySet)):
    """The manager of assets."""


_KEPT = Q(removed_at__isnull=True)
_VISIBILITY = ["is_archived", "is_limited", "awaits_approval", "published_at", "created_by"]


class Media(Identified):
    """An asset. What describes its current file is copied from the active original for lists and filters."""

    name = models.CharField(max_length=250, blank=True, validators=[validate_line])
    description = models.TextField(blank=True, validators=[validate_lines])
    copyright = models.TextField(blank=True, validators=[validate_lines])
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="media")
    sub_brand = models.ForeignKey(
        SubBrand, on_delete=models.PROTECT, null=True, blank=True, related_name="media"
    )

    type = models.CharField(max_length=8, choices=MediaType)
    orientation = models.CharField(max_length=9, choices=Orientation, blank=True)
    extension = models.CharField(max_length=16)
    file_name = models.CharField(max_length=250)
    file_size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)  # SHA-256
    id_hash = models.CharField(max_length=16, unique=True, default=new_id_hash)
    version = models.PositiveIntegerField(default=1)
    focus_x = models.PositiveIntegerField(null=True, blank=True)  # pixels of the original
    focus_y = models.PositiveIntegerField(null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(default=timezone.now)
    archive_at = models.DateTimeField(null=True, blank=True)
    limit_at = models.DateTimeField(null=True, blank=True)
    watermark_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    is_limited = models.BooleanField(default=False)
    is_watermarked = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    awaits_approval = models.BooleanField(default=False)  # in the waiting room
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    views = models.PositiveBigIntegerField(default=0)
    downloads = models.PositiveBigIntegerField(default=0)
    search_words = models.TextField(blank=True)  # what the full-text index reads, kept by assets.search_index

    tags = models.ManyToManyField(Tag, related_name="media", blank=True)
    options = models.ManyToManyField(Option, through="MediaOption", related_name="media")

    objects = MediaManager()

    class Meta:
        # Pages and counts of many assets are read from an index alone, without the rows themselves.
        indexes: ClassVar = [
            *(
                models.Index(fields=[f"-{column}", "-id"], name=name, condition=_KEPT, include=_VISIBILITY)
                for column, name in (
                    ("created_at", "media_newest"),
                    ("modified_at", "media_last_modified"),
                    ("published_at", "media_last_published"),
                )
            ),
            models.Index(
                Lower("name"), "id", name="media_by_name", condition=_KEPT, include=["name", *_VISIBILITY]
            ),
            models.Index(
                fields=["id"],
                name="media_kept",
                condition=_KEPT,
                include=[*_VISIBILITY, "type", "orientation", "brand", "sub_brand"],
            ),
            models.Index(fields=["brand", "-created_at", "-id"]),
            models.Index(fields=["type", "-created_at", "-id"]),
            models.Index(fields=["removed_at"], name="media_removed", condition=Q(removed_at__isnull=False)),
            models.Index(
                # `removed_at` is NULL in all, an equality that SQLite prefers to the range of another index.
                fields=["removed_at", "created_at", "id"],
                name="media_waiting",
                condition=_KEPT & Q(awaits_approval=True),
            ),
            models.Index(fields=["checksum"]),
        ]

    def __str__(self) -> str:
        return self.name or self.file_name


class MediaOption(models.Model):
    """An option that an asset has."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="media_options", db_index=False)
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="media_options", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["media", "option"], name="media_option_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["option", "media"])]

    def __str__(self) -> str:
        return f"{self.media_id}: {self.option_id}"


class MediaText(models.Model):
    """What is written for a metaproperty of a written type: text, date or number, as it was sent."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="texts", db_index=False)
    metaproperty = models.ForeignKey(Metaproperty, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.TextField()
    start = models.GeneratedField(  # what of it an index can hold
        expression=Left("value", 100), output_field=models.CharField(max_length=100), db_persist=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["media", "metaproperty"], name="media_text_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["metaproperty", "start"])]

    def __str__(self) -> str:
        return self.value
