"""The shapes of people on the wire, as the schema describes them."""

from portal.api.documentation import BIT, FLAG, TEXT, Parameter, every, listed, one_of, some

GROUP = every(id=TEXT, name=TEXT)
PROFILE = every(id=TEXT, name=TEXT, roles=listed(TEXT))
REFERENCE = every(id=TEXT, username=TEXT)

_TEXTS = (
    "id", "username", "email", "firstname", "infix", "lastname", "profileId", "language", "timeZone",
    "lastLogin", "terms", "department", "job", "phoneNumber", "cellphoneNumber", "companyName", "costCenter",
    "employeeNumber", "departmentCode", "gender", "address", "city", "state", "county", "country",
    "postalCode", "legalEntity",
)  # fmt: skip
CURRENT_USER = every(**dict.fromkeys(_TEXTS, TEXT), active=FLAG, persisted=FLAG, isSSOOnly=FLAG)
USER = every(**CURRENT_USER["properties"], groups=listed(GROUP))
LISTED_USER = every(
    **dict.fromkeys(
        (
            "id", "username", "name", "email", "email2", "profileId", "employeeNumber", "salesrepId",
            "timeZone", "website", "country",
        ),
        TEXT,
    ),
    active=BIT,
    isSSOOnly=FLAG,
    groups=listed(GROUP),
)  # fmt: skip

_WRITABLE = {
    **dict.fromkeys(
        (
            "username", "password", "email", "profileId", "language", "firstname", "infix", "lastname",
            "phoneNumber", "companyName", "department", "job", "costCenter",
        ),
        TEXT,
    ),
    "groupIds": {**TEXT, "description": "Ids, separated by commas."},
    "active": one_of(1, 0),
    "isSSOOnly": FLAG,
}  # fmt: skip
NEW_USER = some("password", "email", "profileId", "firstname", "lastname", **_WRITABLE)
CHANGED_USER = some(**_WRITABLE)

ACCOUNT = every(
    name=TEXT, defaultLanguage=TEXT, availableLanguages=listed(TEXT), timeZone=TEXT, isOpenImageBank=FLAG
)
SCOPES = every(
    groups=listed(
        every(
            name=TEXT,
            scopes=listed(every(name=TEXT, description=TEXT, anyOfPermissions=listed(TEXT))),
        )
    )
)

INCLUDE_INACTIVE = Parameter("includeInActive", FLAG, "Inactive users too.")
SEARCH_TERM = Parameter("search_term", TEXT, "Part of the name.")
SORT_ORDER = Parameter("sort_order", one_of("asc", "desc"), "By name, upwards or downwards.")
