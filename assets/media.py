"""Rules about assets: changing, deleting, restoring. New ones and new files come from `saving`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from portal.audit.record import Door

from . import history, search_index, tags, values
from .models import Change, Media

# What a change may set, beside tags and metaproperties.
DETAILS = (
    "name", "description", "copyright", "brand", "sub_brand", "published_at", "archive_at", "limit_at",
    "watermark_at", "is_archived", "is_limited", "is_public", "focus_x", "focus_y",
)  # fmt: skip


@transaction.atomic
def change(
    media: Media,
    *,
    by: User,
    door: Door,
    details: Mapping[str, Any],
    tag_names: Sequence[str] | None = None,
    property_values: values.Values | None = None,
) -> Media:
    """Change what is given, leave the rest; `modified_at` moves only when something really changed.

    ValidationError names the field; PermissionDenied when `by` may not make assets public.
    """
    media = Media.objects.select_for_update().get(pk=media.pk)
    changes = {
        name: [_readable(getattr(media, name)), _readable(details[name])]
        for name in DETAILS
        if name in details and getattr(media, name) != details[name]
    }
    if "is_public" in changes:
        may_mark_public(media, by)
    for name in changes:
        setattr(media, name, details[name])
    media.full_clean(validate_unique=False, validate_constraints=False)
    if tag_names is not None and (changed := tags.replace(media, tags.named(tag_names))):
        changes["tags"] = changed
    changes |= values.assign(media, property_values or {})
    if changes:
        media.modified_at = timezone.now()
        media.save()
        search_index.refresh([media.pk])
        history.write(Change.CHANGED, media, by=by, door=door, **changes)
    return media


@transaction.atomic
def delete(media: Media, *, by: User, door: Door) -> None:
    """Move the asset to the trash, from where a person can restore it for 30 days."""
    moment = timezone.now()
    if Media.objects.kept().filter(pk=media.pk).update(removed_at=moment, removed_by=by):
        tags.recount(media.tags.values_list("pk", flat=True))
        history.write(Change.DELETED, media, by=by, door=door)


@transaction.atomic
def restore(media: Media, *, by: User, door: Door) -> None:
    """Bring the asset back from the trash as it was."""
    if Media.objects.in_trash().filter(pk=media.pk).update(removed_at=None, removed_by=None):
        tags.recount(media.tags.values_list("pk", flat=True))
        history.write(Change.RESTORED, media, by=by, door=door)


def may_mark_public(media: Media, by: User) -> None:
    """ValidationError when the asset is public already; PermissionDenied when `by` may not make it so."""
    if media.is_public:
        message = "A public asset can't be made private again: its address may be known to others."
        raise ValidationError({"is_public": message})
    if not by.has_perm(Permission.MARK_PUBLIC):
        message = f"Making assets public needs the permission “{Permission.MARK_PUBLIC.label}”."
        raise PermissionDenied(message)


def _readable(value: Any) -> Any:
    """The value as history shows it: JSON, with the names of things."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | None) else str(value)
