"""The shapes of tags on the wire."""

from portal.api.documentation import NUMBER, TEXT, Parameter, Shape, every, one_of, some

_COUNT: Shape = {"type": "integer", "minimum": 0}
TAG = every(id=TEXT, tag=TEXT, mediaCount=_COUNT)
ORDERS = ("tag asc", "tag desc", "mediaCount asc", "mediaCount desc")
PARAMETERS = (
    Parameter("keyword", TEXT, "A part of the tag."),
    Parameter("mincount", _COUNT, "Tags of at least that many assets."),
    Parameter("orderBy", one_of(*ORDERS), "By the tag, unless it is one of these."),
    Parameter("limit", NUMBER, "How many a page has at most, 50 unless given; above 1000 means 1000."),
    Parameter("page", NUMBER, "Which page; one past the end is empty."),
)
ASSETS = some("data", data={**TEXT, "description": 'Ids of assets as a JSON list: `["…","…"]`.'})
DELETE_IDS = Parameter("deleteIds", TEXT, "Ids of assets, separated by commas.")
