"""Rules about assets: changing, viewing, deleting, restoring. New ones and new files come from `saving`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from portal.audit.record import Door

from . import derivatives, history, search_index, tags, values
from .models import Change, Media, Metaproperty, Option, Tag
from .models.media import MediaQuerySet

# What a change may set, beside tags and metaproperties.
DETAILS = (
    "name", "description", "copyright", "brand", "sub_brand", "published_at", "archive_at", "limit_at",
    "watermark_at", "is_archived", "is_limited", "is_public", "focus_x", "focus_y",
)  # fmt: skip
NOT_FOUND = "File not found"  # the vendor's words for an asset that isn't there


def find(identifier: str, *, by: User) -> Media:
    """The asset with this id, if `by` may know of it; Http404 otherwise."""
    found: Media = Media.objects.visible_to(by).get_or_404(identifier, NOT_FOUND)
    return found


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

    ValidationError names the field; PermissionDenied when `by` may not do it; Http404 when the asset
    has gone meanwhile.
    """
    media = _editable(media, by)
    changed = set_details(media, details, by)
    changes: dict[str, Any] = dict(changed)
    if tag_names is not None and (difference := tags.replace(media, tags.named(tag_names))):
        changes["tags"] = difference
    changes |= values.assign(media, property_values or {}, by=by)
    if changes:
        media.modified_at = timezone.now()
        media.save(update_fields=[*changed, "modified_at"])
        search_index.refresh([media.pk])
        history.write(Change.CHANGED, media, by=by, door=door, **changes)
    if changed.keys() & {"focus_x", "focus_y"}:
        derivatives.refocus(media)
    return media


@transaction.atomic
def attach(media: Media, metaproperty: Metaproperty, texts: Iterable[str], *, by: User, door: Door) -> None:
    """Give the asset the options that `texts` name beside those that it has. Refuses as `change`."""
    media = _editable(media, by)
    wanted = [*(option.rfc_id for option in _options(media, metaproperty)), *texts]
    chosen = values.parsed({metaproperty.rfc_id: wanted}, by=by, media=media)
    change(media, by=by, door=door, details={}, property_values=chosen)


@transaction.atomic
def detach(
    media: Media, metaproperty: Metaproperty, options: Iterable[Option], *, by: User, door: Door
) -> None:
    """Take these options of the metaproperty from the asset, leave the others. Refuses as `change`."""
    media = _editable(media, by)
    gone = set(options)
    left: values.Value = [option for option in _options(media, metaproperty) if option not in gone]
    change(media, by=by, door=door, details={}, property_values={metaproperty: left})


@transaction.atomic
def retag(
    media: Iterable[Media],
    *,
    by: User,
    door: Door,
    added: Collection[Tag] = (),
    removed: Collection[Tag] = (),
) -> None:
    """Give the assets these tags, and take those from them; the others stay. Refuses as `change`."""
    require(by, Permission.EDIT_ASSETS)
    wanted = {one.pk for one in media}
    keys = _locked(Media.objects.kept(), wanted)
    if len(keys) < len(wanted):
        raise Http404(NOT_FOUND)
    if changes := tags.change(keys, added=added, removed=removed):
        changed = Media.objects.filter(pk__in=changes)
        changed.update(modified_at=timezone.now())
        search_index.refresh_each(changed)
        details = {pk: {"tags": names} for pk, names in changes.items()}
        history.write_all(Change.CHANGED, details, by=by, door=door)


def viewed(media: Media) -> None:
    """Count that a person looks at the asset. A client that reads it doesn't look at it."""
    Media.objects.filter(pk=media.pk).update(views=F("views") + 1)


@transaction.atomic
def delete(media: Iterable[Media], *, by: User, door: Door) -> int:
    """Move the assets to the trash, from where a person can restore them for 30 days; how many moved."""
    require(by, Permission.DELETE_ASSETS)
    keys = _locked(Media.objects.kept(), (one.pk for one in media))
    Media.objects.filter(pk__in=keys).update(removed_at=timezone.now(), removed_by=by)
    tags.count(keys, -1)
    history.write_all(Change.DELETED, {pk: {} for pk in keys}, by=by, door=door)
    return len(keys)


@transaction.atomic
def restore(media: Iterable[Media], *, by: User, door: Door) -> int:
    """Bring those of the assets that are in the trash back as they were; how many.

    Whoever may delete assets may.
    """
    require(by, Permission.DELETE_ASSETS)
    keys = _locked(Media.objects.in_trash(), (one.pk for one in media))
    Media.objects.filter(pk__in=keys).update(removed_at=None, removed_by=None)
    tags.count(keys, 1)
    history.write_all(Change.RESTORED, {pk: {} for pk in keys}, by=by, door=door)
    return len(keys)


def _locked(rows: MediaQuerySet, keys: Iterable[int]) -> list[int]:
    """Those of the primary keys that the rows have, locked in one order as everywhere, against deadlocks."""
    found = rows.filter(pk__in=keys).order_by("pk").select_for_update()
    return list(found.values_list("pk", flat=True))


def _editable(media: Media, by: User) -> Media:
    """The asset as it is now, locked until the transaction ends."""
    require(by, Permission.EDIT_ASSETS)
    found: Media = Media.objects.kept().locked(media, NOT_FOUND)
    return found


def _options(media: Media, metaproperty: Metaproperty) -> list[Option]:
    return list(metaproperty.options.filter(media_options__media=media))


def set_details(media: Media, details: Mapping[str, Any], by: User) -> dict[str, list[Any]]:
    """Set what differs and return it: name → [before, after], readable."""
    details = _with_fitting_sub_brand(media, details)
    changed = {
        name: [_readable(getattr(media, name)), _readable(details[name])]
        for name in DETAILS
        if name in details and getattr(media, name) != details[name]
    }
    if "is_public" in changed:
        _check_marking_public(media, by)
    for name in changed:
        setattr(media, name, details[name])
    media.clean_fields(exclude={field.name for field in media._meta.fields} - changed.keys())
    return changed


def _with_fitting_sub_brand(media: Media, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """A sub-brand goes when its brand does; ValidationError when one of another brand is given."""
    if details.keys().isdisjoint({"brand", "sub_brand"}):
        return details
    brand, sub_brand = details.get("brand", media.brand), details.get("sub_brand", media.sub_brand)
    if sub_brand is None or sub_brand.brand_id == brand.pk:
        return details
    if "sub_brand" in details:
        raise ValidationError({"sub_brand": f"{sub_brand.name} is no sub-brand of {brand.name}."})
    return {**details, "sub_brand": None}


def _check_marking_public(media: Media, by: User) -> None:
    """ValidationError when the asset is public already; PermissionDenied when `by` may not make it so."""
    if media.is_public:
        message = "A public asset can't be made private again: its address may be known to others."
        raise ValidationError({"is_public": message})
    require(by, Permission.MARK_PUBLIC)


def _readable(value: Any) -> Any:
    """The value as history shows it: JSON, with the names of things."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | None) else str(value)
