"""People on the wire: the vendor's names, flags and empty strings."""

from typing import Any

from django.conf import settings

from accounts.models import Group, PermissionProfile, User
from accounts.permissions import Permission
from portal.api.errors import InvalidField
from portal.api.identifiers import parse
from portal.api.moments import moment
from portal.api.parsing import Parameters

# Wire name → field, where the two differ.
_FIELDS = {
    "username": "username",
    "email": "email",
    "firstname": "first_name",
    "infix": "infix",
    "lastname": "last_name",
    "language": "language",
    "job": "job",
    "department": "department",
    "companyName": "company_name",
    "costCenter": "cost_center",
    "phoneNumber": "phone_number",
}
# Field of the rules → wire name, for errors.
WIRE_NAMES = {field: name for name, field in _FIELDS.items()} | {
    "is_sso_only": "isSSOOnly",
    "profile": "profileId",
    "is_active": "active",
    "groups": "groupIds",
}
# What the vendor's answer has and this portal doesn't keep.
_NOT_KEPT = dict.fromkeys(
    (
        "terms", "cellphoneNumber", "employeeNumber", "departmentCode", "address", "city", "state",
        "county", "country", "postalCode", "legalEntity",
    ),
    "",
)  # fmt: skip


def current_user(user: User) -> dict[str, Any]:
    """The answer of Retrieve current user; its definition has no groups."""
    signed_in = user.last_login
    return {
        **_NOT_KEPT,
        **{name: getattr(user, field) for name, field in _FIELDS.items()},
        "id": user.api_id,
        "profileId": user.profile.api_id,
        "timeZone": settings.TIME_ZONE,
        "lastLogin": moment(signed_in) if signed_in else "",
        "active": user.is_active,
        "persisted": True,
        "isSSOOnly": user.is_sso_only,
        "gender": "U",
    }


def user(person: User) -> dict[str, Any]:
    """The answer of Retrieve specific user."""
    return {**current_user(person), "groups": [group(g) for g in person.groups.all()]}


def listed_user(person: User) -> dict[str, Any]:
    """An entry of Retrieve users: other names, and `active` as 0 or 1."""
    return {
        "id": person.api_id,
        "username": person.username,
        "name": person.full_name,
        "email": person.email,
        "email2": "",
        "profileId": person.profile.api_id,
        "active": int(person.is_active),
        "isSSOOnly": person.is_sso_only,
        "employeeNumber": "",
        "salesrepId": "",
        "timeZone": settings.TIME_ZONE,
        "website": "",
        "country": "",
        "groups": [group(g) for g in person.groups.all()],
    }


def profile(entry: PermissionProfile) -> dict[str, Any]:
    """A permission profile; the vendor calls permissions roles."""
    granted = entry.permissions
    return {"id": entry.api_id, "name": entry.name, "roles": [p for p in Permission if p in granted]}


def group(entry: Group) -> dict[str, str]:
    """A group."""
    return {"id": entry.api_id, "name": entry.name}


def changes(parameters: Parameters) -> dict[str, Any]:
    """What a request to create or modify a user asks for, as arguments of the rules.

    A Problem names the parameter that refers to nothing or is no flag.
    """
    details: dict[str, Any] = {
        field: parameters.text(name) for name, field in _FIELDS.items() if name in parameters
    }
    if "isSSOOnly" in parameters:
        details["is_sso_only"] = parameters.boolean("isSSOOnly")
    result: dict[str, Any] = {"details": details, "password": parameters.text("password") or None}
    if "active" in parameters:
        result["is_active"] = parameters.boolean("active")
    if "profileId" in parameters:
        result["profile"] = _profile(parameters.text("profileId"))
    if "groupIds" in parameters:
        result["groups"] = _groups(parameters.list("groupIds"))
    return result


def _profile(text: str) -> PermissionProfile:
    identifier = parse(text)
    found = PermissionProfile.objects.filter(pk=identifier).first() if identifier else None
    if found is None:
        raise InvalidField("profileId", "There is no such profile. GET /api/v4/profiles/ lists them.")
    return found


def _groups(texts: list[str]) -> Any:
    identifiers = {parse(text) for text in texts}
    found = Group.objects.filter(pk__in=identifiers - {None})
    if len(found) != len(identifiers):
        raise InvalidField("groupIds", "One of the groups doesn't exist. GET /api/groups/list/ lists them.")
    return found
