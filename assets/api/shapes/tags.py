"""The shapes of tags on the wire."""

from portal.api.documentation import COUNT, PAGE, TEXT, Parameter, every, limit_of, one_of

TAG = every(id=TEXT, tag=TEXT, mediaCount=COUNT)
ORDERS = ("tag asc", "tag desc", "mediaCount asc", "mediaCount desc")
PARAMETERS = (
    Parameter("keyword", TEXT, "A part of the tag."),
    Parameter("mincount", COUNT, "Tags of at least that many assets."),
    Parameter("orderBy", one_of(*ORDERS), "By the tag, unless it is one of these."),
    limit_of(50),
    PAGE,
)
