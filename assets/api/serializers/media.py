"""Assets on the wire: the vendor's names, 0 and 1 for flags, dates without fractions, never null."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import CharField, Expression, IntegerField
from django.db.models.functions import Cast
from django.http import Http404

from accounts.models import User, full_name
from assets import addresses, playing
from assets.media import NOT_FOUND
from assets.models import (
    ItemKind,
    Media,
    MediaItem,
    MediaOption,
    MediaText,
    MediaType,
)
from assets.models.media import has_public_original
from assets.paging import Pages
from assets.prepared import Prepared
from portal.api.identifiers import Coldfusion, rfc
from portal.api.moments import Moment, moment

from . import remembered, surroundings
from .remembered import Stamp
from .surroundings import Surroundings

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


_CREATOR = ("created_by__first_name", "created_by__infix", "created_by__last_name")
# What changes whenever the entry of an asset does, its surroundings aside.
_STAMP = ("pk", "modified", "has_public_original", *_CREATOR)


class Row(NamedTuple):
    """What the answers say of an asset itself, as the wire has it."""

    pk: int
    id: str
    id_hash: str
    name: str
    file_name: str
    type: str
    description: str
    copyright: str
    created_at: str
    modified_at: str
    published_at: str
    extension: str
    file_size: int
    width: int
    height: int
    orientation: str
    is_archived: int
    is_limited: int
    is_watermarked: int
    is_public: int
    has_public_original: int
    version: int
    focus_x: int | None
    focus_y: int | None
    views: int
    downloads: int
    brand: str
    sub_brand: str | None
    created_by__first_name: str
    created_by__infix: str
    created_by__last_name: str
    modified: str

    @property
    def stamp(self) -> tuple[Any, ...]:
        """The state in which it was read, as an entry is remembered under it."""
        return tuple(getattr(self, name) for name in _STAMP)

    @property
    def rfc_id(self) -> str:
        """The id in addresses."""
        return rfc(self.id)


_WRITTEN_BY_THE_DATABASE = {
    "id": Coldfusion("uuid"),
    "brand": Coldfusion("brand__uuid"),
    "sub_brand": Coldfusion("sub_brand__uuid"),
    **{name: Moment(name) for name in ("created_at", "modified_at", "published_at")},
    **{
        name: Cast(name, IntegerField())
        for name in ("is_archived", "is_limited", "is_watermarked", "is_public")
    },
    "has_public_original": has_public_original(),
    "modified": Cast("modified_at", CharField()),  # with fractions of a second, unlike the wire
}


def _columns(names: Iterable[str]) -> list[str | Expression]:
    return [_WRITTEN_BY_THE_DATABASE.get(name, name) for name in names]


STAMPS = Pages(_columns(_STAMP))
_rows = Prepared(Media.objects.all, _columns(Row._fields), key="pk")
_uses_of_tags = Prepared(
    lambda: Media.tags.through.objects.order_by("tag__folded"), ("media_id", "tag__name"), key="media_id"
)
_choices = Prepared(
    # Options in the order in which they came: their places may change without the asset.
    lambda: MediaOption.objects.order_by("option_id"),
    ("media_id", "option__metaproperty_id", Coldfusion("option__uuid"), "option__name"),
    key="media_id",
)
_texts = Prepared(MediaText.objects.all, ("media_id", "metaproperty_id", "value"), key="media_id")


def listed(
    stamps: Sequence[Stamp], user: User, base: str, *, with_items: bool = False, with_version: bool = False
) -> list[Any]:
    """The assets with these `STAMPS`, in their order, as `user` sees them in Retrieve assets.

    Ready to be sent as JSON. Entries without files are remembered: one query for those that are
    known, four more for others, however many they are. `base` is where addresses begin.
    """
    around = surroundings.of(user, base, with_version=with_version)
    if with_items:
        return [answer for _, answer in _answers([stamp[0] for stamp in stamps], around, with_items=True)]

    def make(unknown: Sequence[int]) -> dict[Stamp, Any]:
        return {row.stamp: answer for row, answer in _answers(unknown, around)}

    return remembered.entries(stamps, around, make)


def one(key: int, user: User, base: str, *, with_items: bool, with_statistics: bool) -> dict[str, Any]:
    """The answer of Retrieve specific asset; Http404 if it has just gone for ever."""
    found = next(_answers([key], surroundings.of(user, base), with_items=with_items), None)
    if found is None:
        raise Http404(NOT_FOUND)
    row, answer = found
    answer["relatedAssets"] = []
    if focus := _focus(row):
        answer["activeOriginalFocusPoint"] = focus
    if with_statistics:
        answer |= {"views": row.views, "downloads": row.downloads}
    return answer


def _answers(
    keys: Sequence[int], around: Surroundings, *, with_items: bool = False
) -> Iterator[tuple[Row, dict[str, Any]]]:
    found = {row[0]: Row(*row) for row in _rows.of(keys)}
    presets, properties, tags = around.presets, _properties(keys, around.properties), _tags(keys)
    items = _items(found, around.base) if with_items else {}
    for row in (found[key] for key in keys if key in found):
        answer = _entry(row, presets, around)
        answer["tags"] = tags[row.pk]
        answer |= properties[row.pk]
        if with_items:
            answer["mediaItems"] = items[row.pk]
        yield row, answer


def _entry(media: Row, presets: Sequence[str], around: Surroundings) -> dict[str, Any]:
    entry = {
        "id": media.id,
        "idHash": media.id_hash,
        "name": media.name,
        "fileName": media.file_name,
        "type": media.type,
        "brandId": media.brand,
        "subBrandId": media.sub_brand or "",
        "description": media.description,
        "copyright": media.copyright,
        "dateCreated": media.created_at,
        "dateModified": media.modified_at,
        "datePublished": media.published_at,
        "extension": [media.extension],
        "fileSize": media.file_size,
        "width": media.width,
        "height": media.height,
        "orientation": media.orientation,
        "archive": media.is_archived,
        "limited": media.is_limited,
        "watermarked": media.is_watermarked,
        "isPublic": media.is_public,
        "userCreated": full_name(*(getattr(media, name) for name in _CREATOR)),
        "thumbnails": addresses.thumbnails(media, presets, around.base),
        "videoPreviewURLs": [],
        "transformBaseUrl": addresses.transform(media, around.base),
    }
    if media.has_public_original:
        entry["original"] = addresses.original(media, around.base)
        if media.type == MediaType.VIDEO and playing.is_playable(media.extension):
            entry["videoPreviewURLs"] = addresses.video_previews(media, around.base)
    if around.with_version:
        entry["version"] = media.version
    return entry


def _tags(keys: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    for media, name in _uses_of_tags.of(keys):
        tags[media].append(name)
    return tags


def _properties(keys: Sequence[int], names: Mapping[int, str]) -> dict[int, dict[str, Any]]:
    """`propertyOptions` and `property_<name>`: names of options, or what is written."""
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
    address = (
        {"publicUrl": addresses.original(media, base)} if is_current and media.has_public_original else {}
    )
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
