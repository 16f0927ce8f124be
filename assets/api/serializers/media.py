"""Assets on the wire: the vendor's names, 0 and 1 for flags, dates without fractions, never null."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from assets import addresses
from assets.models import DerivativePreset, ItemKind, Media, MediaItem, MediaOption, MediaText, Metaproperty
from portal.api.identifiers import coldfusion

# Field of the rules → wire name, for errors.
WIRE_NAMES = {
    "brand": "brandId",
    "published_at": "datePublished",
    "archive_at": "archiveDate",
    "limit_at": "limitedDate",
    "watermark_at": "watermarkDate",
    "is_archived": "archive",
    "is_limited": "limited",
    "is_public": "isPublic",
}


def listed(
    keys: Sequence[int], user: User, base: str, *, with_items: bool = False, with_version: bool = False
) -> list[dict[str, Any]]:
    """The assets with these primary keys, in their order, as `user` sees them in Retrieve assets.

    Six queries, however many they are; seven with their files. `base` is where addresses begin.
    """
    found = {media.pk: media for media in Media.objects.filter(pk__in=keys).for_answers()}
    rows = [found[key] for key in keys if key in found]
    answers = _entries(rows, user, base, with_items=with_items)
    if with_version:
        for media, answer in zip(rows, answers, strict=True):
            answer["version"] = media.version
    return answers


def one(media: Media, user: User, base: str, *, with_items: bool, with_statistics: bool) -> dict[str, Any]:
    """The answer of Retrieve specific asset."""
    (answer,) = _entries([media], user, base, with_items=with_items)
    answer["relatedAssets"] = []
    if focus := _focus(media):
        answer["activeOriginalFocusPoint"] = focus
    if with_statistics:
        answer |= {"views": media.views, "downloads": media.downloads}
    return answer


def _entries(rows: Sequence[Media], user: User, base: str, *, with_items: bool) -> list[dict[str, Any]]:
    keys = [media.pk for media in rows]
    presets = list(DerivativePreset.objects.filter(Q(is_public=True) | Q(is_builtin=True)))
    answers, tags = _answers(keys, user), _tags(keys)
    items = _items(rows, base) if with_items else {}
    return [
        {
            **_entry(media, base, presets),
            **answers[media.pk],
            "tags": tags[media.pk],
            **({"mediaItems": items[media.pk]} if with_items else {}),
        }
        for media in rows
    ]


def moment(value: datetime) -> str:
    """A date and time as assets have it."""
    return f"{value.isoformat()[:19]}Z"


def _entry(media: Media, base: str, presets: Iterable[DerivativePreset]) -> dict[str, Any]:
    entry = {
        "id": media.api_id,
        "idHash": media.id_hash,
        "name": media.name,
        "fileName": media.file_name,
        "type": media.type,
        "brandId": media.brand.api_id,
        "subBrandId": media.sub_brand.api_id if media.sub_brand else "",
        "description": media.description,
        "copyright": media.copyright,
        "dateCreated": moment(media.created_at),
        "dateModified": moment(media.modified_at),
        "datePublished": moment(media.published_at),
        "extension": [media.extension],
        "fileSize": media.file_size,
        "width": media.width,
        "height": media.height,
        "orientation": media.orientation,
        "archive": int(media.is_archived),
        "limited": int(media.is_limited),
        "watermarked": int(media.is_watermarked),
        "isPublic": int(media.is_public),
        "userCreated": media.created_by.full_name,
        "thumbnails": addresses.thumbnails(media, presets, base),
        "videoPreviewURLs": [],
        "transformBaseUrl": addresses.transform(media, base),
    }
    if media.is_public:
        entry["original"] = addresses.original(media, base)
    return entry


def _tags(keys: Iterable[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    uses = Media.tags.through.objects.filter(media__in=keys).order_by("tag__folded")
    for media, name in uses.values_list("media_id", "tag__name"):
        tags[media].append(name)
    return tags


def _answers(keys: Iterable[int], user: User) -> dict[int, dict[str, Any]]:
    """`propertyOptions` and `property_<name>`: names of options, or what is written."""
    known = Metaproperty.objects.visible_to(user).values_list("pk", "name", "is_api_field")
    names = {pk: f"property_{name}" if is_shown else "" for pk, name, is_shown in known}
    answers: dict[int, dict[str, Any]] = defaultdict(lambda: {"propertyOptions": []})
    chosen = MediaOption.objects.filter(media__in=keys).order_by("option__position", "option__name")
    columns = ("media_id", "option__metaproperty_id", "option__uuid", "option__name")
    for media, metaproperty, identifier, option in chosen.values_list(*columns):
        if metaproperty in names:
            answers[media]["propertyOptions"].append(coldfusion(identifier))
            if name := names[metaproperty]:
                answers[media].setdefault(name, []).append(option)
    texts = MediaText.objects.filter(media__in=keys)
    for media, metaproperty, value in texts.values_list("media_id", "metaproperty_id", "value"):
        if name := names.get(metaproperty, ""):
            answers[media][name] = value
    return answers


def _items(rows: Iterable[Media], base: str) -> dict[int, list[dict[str, Any]]]:
    """The files of each asset: the current original, its earlier versions, what was added to it."""
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    media = {row.pk: row for row in rows}
    for item in MediaItem.objects.filter(media__in=media).order_by("-kind", "-version", "id"):
        items[item.media_id].append(_item(item, media[item.media_id], base))
    return items


def _item(item: MediaItem, media: Media, base: str) -> dict[str, Any]:
    is_current = item.kind == ItemKind.ORIGINAL and item.is_active
    address = {"publicUrl": addresses.original(media, base)} if is_current and media.is_public else {}
    return {
        "id": item.api_id,
        "type": item.kind,
        "fileName": item.file_name,
        "name": item.file_name,
        "version": item.version,
        "active": int(item.is_active),
        "dateCreated": moment(item.created_at),
        "size": item.size,
        "width": item.width,
        "height": item.height,
        **address,
        "thumbnails": {},
        "focusPoint": _focus(media) if is_current else {},
    }


def _focus(media: Media) -> dict[str, int]:
    if media.focus_x is None or media.focus_y is None:
        return {}
    return {"x": media.focus_x, "y": media.focus_y}
