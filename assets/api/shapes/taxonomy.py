"""The shapes of the taxonomy on the wire, as the schema describes them."""

from portal.api.documentation import TEXT, Parameter, every, listed

OPTIONS = every(
    options=listed(every(id=TEXT, name=TEXT, externalReference=TEXT, icon=TEXT, metapropertyId=TEXT)),
    metadata=every(prevPage=TEXT, nextPage=TEXT),
)
START = Parameter("start", TEXT, "What follows this cursor, which is the `nextPage` of another page.")
BEFORE = Parameter("before", TEXT, "What precedes this cursor, which is the `prevPage` of another page.")
EXTERNAL_REFERENCE = Parameter("externalReference", TEXT, "Options with exactly this reference.")
IDS = Parameter("ids", TEXT, "Options with these ids, repeated or separated by commas.")
