"""The shapes of the taxonomy on the wire, as the schema describes them."""

from portal.api.documentation import NUMBER, TEXT, Parameter, every, listed

OPTIONS = every(
    options=listed(every(id=TEXT, name=TEXT, externalReference=TEXT, icon=TEXT, metapropertyId=TEXT)),
    metadata=every(prevPage=TEXT, nextPage=TEXT),
)
START = Parameter("start", TEXT, "What follows this cursor, which is the `nextPage` of another page.")
BEFORE = Parameter("before", TEXT, "What precedes this cursor, which is the `prevPage` of another page.")
LIMIT = Parameter("limit", NUMBER, "How many a page has at most, 20 if not given; above 1000 means 1000.")
EXTERNAL_REFERENCE = Parameter("externalReference", TEXT, "Options with exactly this reference.")
IDS = Parameter("ids", TEXT, "Options with these ids, repeated or separated by commas.")
