"""The shapes of access rights on the wire, as the schema describes them."""

from assets.models import AccessLevel, PrincipalType
from portal.api.documentation import TEXT, Parameter, every, listed, one_of, some

_KIND = one_of(*PrincipalType.values)
_KEY = every(principalId=TEXT, principalType=_KIND)
PRINCIPALS = listed(_KEY)
RIGHTS = listed(
    every(
        id=TEXT,
        contentId=TEXT,
        contentType=one_of("metaproperty", "option"),
        level=one_of(*AccessLevel.values),
        ruleType=one_of("allow"),
        principalId=TEXT,
        principalType=_KIND,
        principalName=TEXT,
        principalExtraInformation=some(email=TEXT),
    )
)
NEW = some("principals", principals=PRINCIPALS, level=TEXT)
IDS = some("contentAccessIds", contentAccessIds=listed(TEXT))
VISIBILITY = every(defaultVisibility=one_of("visible", "hidden"))
PRINCIPAL_ID = Parameter("principalId", TEXT, "The right of this user, group or profile.")
START = Parameter("start", TEXT, "What follows the right with this id.")
BEFORE = Parameter("before", TEXT, "What precedes the right with this id.")
