"""Assets on the wire: the vendor's names, 0 and 1 for flags, dates without fractions, never null."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from accounts.models import User, full_name
from assets import addresses, playing
from assets.media import NOT_FOUND
from assets.models import (
    DerivativePreset,
    ItemKind,
    Media,
    MediaItem,
    MediaOption,
    MediaText,
    MediaType,
    Metaproperty,
)
from assets.prepared import Prepared
from portal.api.identifiers import Coldfusion, coldfusion

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


class Row(NamedTuple):
    """What the answers say of an asset itself."""

    pk: int
    uuid: UUID
    id_hash: str
    name: str
    file_name: str
    type: str
    description: str
    copyright: str
    created_at: datetime
    modified_at: datetime
    published_at: datetime
    extension: str
    file_size: int
    width: int
    height: int
    orientation: str
    is_archived: bool
    is_limited: bool
    is_watermarked: bool
    is_public: bool
    version: int
    focus_x: int | None
    focus_y: int | None
    views: int
    downloads: int
    brand__uuid: UUID
    sub_brand__uuid: UUID | None
    created_by__first_name: str
    created_by__infix: str
    created_by__last_name: str

    @property
    def rfc_id(self) -> str:
        """The id in addresses."""
        return str(self.uuid)


_rows = Prepared(Media.objects.all, "pk", Row._fields)
_uses_of_tags = Prepared(
    lambda: Media.tags.through.objects.order_by("tag__folded"), "media_id", ("media_id", "tag__name")
)
_choices = Prepared(
    lambda: MediaOption.objects.order_by("option__position", "option__name"),
    "media_id",
    ("media_id", "option__metaproperty_id", Coldfusion("option__uuid"), "option__name"),
)
_texts = Prepared(MediaText.objects.all, "media_id", ("media_id", "metaproperty_id", "value"))


def listed(
    keys: Sequence[int], user: User, base: str, *, with_items: bool = False, with_version: bool = False
) -> list[dict[str, Any]]:
    """The assets with these primary keys, in their order, as `user` sees them in Retrieve assets.

    Six queries, however many they are; seven with their files. `base` is where addresses begin.
    """
    rows, answers = _answers(keys, user, base, with_items=with_items)
    if with_version:
        for row, answer in zip(rows, answers, strict=True):
            answer["version"] = row.version
    return answers


def one(key: int, user: User, base: str, *, with_items: bool, with_statistics: bool) -> dict[str, Any]:
    """The answer of Retrieve specific asset; Http404 if it has just gone for ever."""
    rows, answers = _answers([key], user, base, with_items=with_items)
    if not rows:
        raise Http404(NOT_FOUND)
    (row,), (answer,) = rows, answers
    answer["relatedAssets"] = []
    if focus := _focus(row):
        answer["activeOriginalFocusPoint"] = focus
    if with_statistics:
        answer |= {"views": row.views, "downloads": row.downloads}
    return answer


def _answers(
    keys: Sequence[int], user: User, base: str, *, with_items: bool
) -> tuple[list[Row], list[dict[str, Any]]]:
    found = {row[0]: Row(*row) for row in _rows.of(keys)}
    rows = [found[key] for key in keys if key in found]
    presets = list(DerivativePreset.objects.filter(Q(is_public=True) | Q(is_builtin=True)))
    properties, tags = _properties(keys, user), _tags(keys)
    items = _items(found, base) if with_items else {}
    answers = []
    for row in rows:
        answer = _entry(row, base, presets)
        answer["tags"] = tags[row.pk]
        answer |= properties[row.pk]
        if with_items:
            answer["mediaItems"] = items[row.pk]
        answers.append(answer)
    return rows, answers


def moment(value: datetime) -> str:
    """A date and time as assets have it."""
    return f"{value.isoformat()[:19]}Z"


def _entry(media: Row, base: str, presets: Iterable[DerivativePreset]) -> dict[str, Any]:
    entry = {
        "id": coldfusion(media.uuid),
        "idHash": media.id_hash,
        "name": media.name,
        "fileName": media.file_name,
        "type": media.type,
        "brandId": coldfusion(media.brand__uuid),
        "subBrandId": coldfusion(media.sub_brand__uuid) if media.sub_brand__uuid else "",
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
        "userCreated": full_name(*media[-3:]),
        "thumbnails": addresses.thumbnails(media, presets, base),
        "videoPreviewURLs": [],
        "transformBaseUrl": addresses.transform(media, base),
    }
    if media.is_public:
        entry["original"] = addresses.original(media, base)
        if media.type == MediaType.VIDEO and playing.is_playable(media.extension):
            entry["videoPreviewURLs"] = [entry["original"]]
    return entry


def _tags(keys: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    for media, name in _uses_of_tags.of(keys):
        tags[media].append(name)
    return tags


def _properties(keys: Sequence[int], user: User) -> dict[int, dict[str, Any]]:
    """`propertyOptions` and `property_<name>`: names of options, or what is written."""
    known = Metaproperty.objects.visible_to(user).values_list("pk", "name", "is_api_field")
    names = {pk: f"property_{name}" if is_shown else "" for pk, name, is_shown in known}
    properties: dict[int, dict[str, Any]] = defaultdict(lambda: {"propertyOptions": []})
    for media, metaproperty, identifier, option in _choices.of(keys):
        if metaproperty in names:
            answers = properties[media]
            answers["propertyOptions"].append(identifier)
            if name := names[metaproperty]:
                answers.setdefault(name, []).append(option)
    for media, metaproperty, value in _texts.of(keys):
        if name := names.get(metaproperty, ""):
            properties[media][name] = value
    return properties


def _items(rows: Mapping[int, Row], base: str) -> dict[int, list[dict[str, Any]]]:
    """The files of each asset: the current original, its earlier versions, what was added to it."""
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for item in MediaItem.objects.filter(media__in=rows).order_by("-kind", "-version", "id"):
        items[item.media_id].append(_item(item, rows[item.media_id], base))
    return items


def _item(item: MediaItem, media: Row, base: str) -> dict[str, Any]:
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


def _focus(media: Row) -> dict[str, int]:
    if media.focus_x is None or media.focus_y is None:
        return {}
    return {"x": media.focus_x, "y": media.focus_y}
