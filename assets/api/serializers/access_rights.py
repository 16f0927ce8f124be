"""Access rights on the wire: ids in the RFC form, and who each right is of."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from assets.access_rights import Principal, find, principals
from assets.api.payloads import Payload
from assets.models import AccessRight, Metaproperty, Option, PrincipalType
from portal.api.errors import InvalidField
from portal.api.identifiers import parse


def rights(found: Collection[AccessRight], content: Metaproperty | Option) -> list[dict[str, Any]]:
    """The rights to the content; those of whoever is gone are left out."""
    known = find([(right.principal_type, right.principal_id) for right in found])
    return [
        _right(right, content, principal)
        for right in found
        if (principal := known.get((right.principal_type, right.principal_id)))
    ]


def keys(found: Iterable[Principal]) -> list[dict[str, str]]:
    """The principals as they were sent."""
    return [{"principalId": str(one.id), "principalType": one.type.value} for one in found]


def sent_principals(payload: Payload) -> list[Principal]:
    """The principals that a request names; a Problem or ValidationError says which is none."""
    if "principals" not in payload:
        raise InvalidField("principals", "Send a list of principals, if only an empty one.")
    return principals(list(dict.fromkeys(map(_key, payload.list("principals")))))


def check_level(payload: Payload, ending: str) -> None:
    """A Problem when a level is sent that means something else than the one there is.

    The vendor documents one for metaproperties and none for options, so its last word decides.
    """
    if "level" in payload and not payload.text("level").lower().endswith(ending):
        raise InvalidField("level", f"Send a level that ends with {ending}, or none.")


def _key(sent: Any) -> tuple[PrincipalType, uuid.UUID]:
    if not isinstance(sent, dict):
        raise InvalidField("principals", "Send objects with principalId and principalType.")
    kind = str(sent.get("principalType", "")).lower()
    identifier = parse(str(sent.get("principalId", "")))
    if kind not in PrincipalType or identifier is None:
        raise InvalidField(
            "principals", f"Each has a principalId and a principalType: {', '.join(PrincipalType)}."
        )
    return PrincipalType(kind), identifier


def _right(right: AccessRight, content: Metaproperty | Option, principal: Principal) -> dict[str, Any]:
    return {
        "id": right.rfc_id,
        "contentId": content.rfc_id,
        "contentType": content._meta.model_name,
        "level": right.level,
        "ruleType": "allow",
        "principalId": str(principal.id),
        "principalType": principal.type.value,
        "principalName": principal.name,
        "principalExtraInformation": {"email": principal.email} if principal.email else {},
    }
