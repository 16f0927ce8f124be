"""The shapes of assets on the wire; the schema is drawn from them."""

from assets.models import ItemKind, MediaType, Orientation
from portal.api.cors import NEXT_CURSOR
from portal.api.documentation import (
    BIT,
    COUNT,
    FLAG,
    NUMBER,
    PAGE,
    TEXT,
    Parameter,
    Shape,
    every,
    limit_of,
    listed,
    one_of,
    some,
)

_TEXTS = listed(TEXT)
_MOMENT: Shape = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_ID: Shape = {"type": "string", "pattern": "^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{16}$"}
_MAP: Shape = {"type": "object", "additionalProperties": TEXT}
_COUNTS: Shape = {"type": "object", "additionalProperties": COUNT}
_PROPERTIES: Shape = {
    "additionalProperties": {
        "anyOf": [TEXT, _TEXTS],
        "description": "`property_` and a metaproperty's name: names of options, or what is written.",
    }
}

_ITEM: dict[str, Shape] = {
    "id": _ID,
    "type": one_of(*ItemKind.values),
    "fileName": TEXT,
    "name": TEXT,
    "version": NUMBER,
    "active": BIT,
    "dateCreated": _MOMENT,
    **dict.fromkeys(("size", "width", "height"), COUNT),
    "thumbnails": _MAP,
    "focusPoint": some(x=COUNT, y=COUNT),
}
_ALWAYS: dict[str, Shape] = {
    "id": _ID,
    **dict.fromkeys(
        ("idHash", "name", "fileName", "description", "copyright", "userCreated", "transformBaseUrl"), TEXT
    ),
    "type": one_of(*MediaType.values),
    "orientation": one_of(*Orientation.values, ""),
    "brandId": _ID,
    "subBrandId": TEXT,
    **dict.fromkeys(("dateCreated", "dateModified", "datePublished"), _MOMENT),
    "extension": _TEXTS,
    **dict.fromkeys(("fileSize", "width", "height"), COUNT),
    **dict.fromkeys(("archive", "limited", "watermarked", "isPublic"), BIT),
    "tags": _TEXTS,
    "propertyOptions": listed(_ID),
    "thumbnails": _MAP,
    "videoPreviewURLs": {**_TEXTS, "description": "The original of a public video that browsers play."},
}
_SOMETIMES: dict[str, Shape] = {
    "original": {**TEXT, "description": "Only of public assets."},
    "mediaItems": listed(some(*_ITEM, **_ITEM, publicUrl=TEXT)),
}
MEDIA = {**some(*_ALWAYS, **_ALWAYS, **_SOMETIMES, version=NUMBER), **_PROPERTIES}
SPECIFIC_MEDIA = {
    **some(
        *_ALWAYS,
        "relatedAssets",
        **_ALWAYS,
        **_SOMETIMES,
        relatedAssets=listed(every(metaPropertyId=_ID, metaPropertyName=TEXT, assets=listed(_ID))),
        activeOriginalFocusPoint=every(x=COUNT, y=COUNT),
        views=COUNT,
        downloads=COUNT,
    ),
    **_PROPERTIES,
}
_FACETS = every(
    total=COUNT,
    **dict.fromkeys(("type", "orientation", "tags", "brandId", "subBrandId", "categoryId"), _COUNTS),
) | {"additionalProperties": _COUNTS}
FOUND: Shape = {
    "oneOf": [
        listed(MEDIA),
        {
            **some("media", media=listed(MEDIA), count=_FACETS, total=every(count=COUNT)),
            "description": "With `count` or `total`.",
        },
        {**SPECIFIC_MEDIA, "description": "With `id`."},
    ]
}

_LIST: Shape = {**TEXT, "description": "Separated by commas."}
_DATE: Shape = {"type": "string", "format": "date-time"}
_WORDS = {
    "keyword": (
        "Words that begin words of names, descriptions, tags, options, texts, files or collections. "
        "In quotation marks, they are found whole, side by side; AND, OR, NOT and parentheses combine them."
    ),
    "type": "Types, separated by commas: any of them.",
    "orientation": "Orientations, separated by commas: any of them.",
    "tags": "Tags, separated by commas: all of them.",
    "propertyOptionId": "Ids of options, separated by commas: all of them.",
    "property_NAME": (
        "With the name of a metaproperty for NAME: the name of an option, ids of options, separated by "
        "commas, or what is written. All of them."
    ),
    "id": "The asset itself instead of a list.",
    "ids": "Ids of assets, separated by commas; unknown ones are passed over.",
    "brandId": "The id of a brand.",
    "subBrandId": "The id of a sub-brand.",
    "collectionId": "The id of a collection.",
    "categoryId": "Nothing is in a category.",
    "orderBy": "dateCreated, dateModified, datePublished or name, and asc or desc.",
    **{
        f"{date}{suffix}": f"{verb} {when}"
        for date, verb in (("dateCreated", "Created"), ("dateModified", "Changed"))
        for suffix, when in (("", "then or later."), ("To", "then or before."), ("On", "on that day in UTC."))
    },
}
_FLAGS = {
    "archive": "True: archived assets only.",
    "limited": "True: assets of limited use only.",
    "isPublic": "True: public assets only.",
    "count": "Facets beside the assets.",
    "total": "The number of assets beside the assets.",
    "includeMediaItems": "The files of each asset.",
    "includeVersionNumber": "The version of each asset's current file.",
}
CURSOR = {NEXT_CURSOR: "Where the page ends; the next one begins after it, if sent as `cursor`."}
VERSIONS = Parameter("versions", FLAG, "The files of the asset.")
STATS = Parameter("stats", FLAG, "How often it was viewed and downloaded.")
FILTERS = (
    *(Parameter(name, TEXT, text) for name, text in _WORDS.items()),
    *(Parameter(name, FLAG, text) for name, text in _FLAGS.items()),
    limit_of(50),
    PAGE,
    Parameter("cursor", TEXT, f"The {NEXT_CURSOR} of the page before, instead of `page`."),
    VERSIONS,
    STATS,
)
ID = Parameter("id", TEXT, "The id of an asset.")

_CHANGES: dict[str, Shape] = {
    **dict.fromkeys(("name", "description", "copyright"), TEXT),
    "brandId": TEXT,
    "tags": {**_LIST, "description": "All tags that it has from now on, separated by commas."},
    **dict.fromkeys(("datePublished", "archiveDate", "limitedDate", "watermarkDate"), _DATE),
    **dict.fromkeys(("archive", "limited", "isPublic"), FLAG),
    "metaproperty.ID": {
        **TEXT,
        "description": "With the id of a metaproperty for ID: ids of options, or what is to be written.",
    },
}
CHANGED = some(**_CHANGES)
CHANGED_BY_FORM = some("id", id=TEXT, **_CHANGES)
OPTIONS = every(asset_id=TEXT, metaproperty_id=TEXT, metaproperty_option_ids=listed(TEXT))
