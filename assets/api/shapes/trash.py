"""The shape of the trash on the wire."""

from portal.api.documentation import PAGE, TEXT, Parameter, every, limit_of, one_of

_FIELDS = ("media.dateCreated", "media.dateRemoved", "media.name", "media.username")
REMOVED = every(
    **dict.fromkeys(
        ("id", "name", "dateRemoved", "dateCreated", "username", "userId", "S3_filepointer"), TEXT
    )
)
PARAMETERS = (
    Parameter("dateRemoved", TEXT, "Removed then or later; with dateRemovedFrom: then or before."),
    Parameter("dateRemovedFrom", TEXT, "Removed then or later."),
    Parameter("field", one_of(*_FIELDS), "What to order by: when they were removed, unless given."),
    Parameter("order", one_of("asc", "desc"), "Upwards or downwards."),
    limit_of(10),
    PAGE,
)
