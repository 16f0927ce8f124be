"""The shapes of collections on the wire, as the schema describes them."""

from portal.api.documentation import (
    BIT,
    COUNT,
    FLAG,
    PAGE,
    TEXT,
    Parameter,
    every,
    limit_of,
    listed,
    one_of,
    some,
)

ID = Parameter("id", TEXT, "The id, where the path has none.")
_ALWAYS = {
    **dict.fromkeys(
        ("id", "name", "description", "filename", "userId", "dateCreated", "dateModified", "link"), TEXT
    ),
    "user": every(id=TEXT, name=TEXT),
    "collectionCount": COUNT,
    "views": COUNT,
    "IsPublic": BIT,
    "isPublic": FLAG,
    "isEmbeddable": BIT,
    "cover": every(thumbnail=TEXT, thumbnails=listed(TEXT), large=TEXT),
}
COLLECTION = some(*_ALWAYS, **_ALWAYS, thumbnail={**TEXT, "description": "Absent when nothing is in it."})
COUNTED = every(count=COUNT, collections=listed(COLLECTION))
COLLECTIONS = {
    "anyOf": [listed(COLLECTION), COUNTED, COLLECTION],
    "description": "A list; with `count`, an object that has it; with `id`, the one collection.",
}
ASSETS = listed(TEXT)

NEW = some("name", name=TEXT, description=TEXT)
CHANGED = some(
    name=TEXT,
    description=TEXT,
    isPublic=FLAG,
    thumbnailAssetId={**TEXT, "description": "The id of one of the collection's assets."},
)
SHARED = some(
    recipients={**TEXT, "description": "E-mail addresses, separated by commas."},
    groups={**TEXT, "description": "Ids of groups, separated by commas."},
    profiles={**TEXT, "description": "Ids of permission profiles, separated by commas."},
    collectionOptions=one_of("view", "readOnly", "readAccess", "edit"),
    loginRequired=FLAG,
    dateStart=TEXT,
    dateEnd=TEXT,
    sendMail=FLAG,
    message=TEXT,
)

ORDERS = ("dateCreated asc", "dateCreated desc", "name asc", "name desc")
LIST = (
    ID,
    Parameter("ids", TEXT, "Only these, by id, separated by commas."),
    Parameter("keyword", TEXT, "Only those with these words in name or description."),
    Parameter("isPublic", FLAG, "Only public ones."),
    Parameter("minCount", COUNT, "Only those with at least so many assets that the user can see."),
    Parameter("orderBy", one_of(*ORDERS), "The order; the newest first, unless given."),
    Parameter("count", FLAG, "Say how many there are, too."),
    limit_of(50),
    PAGE,
)
