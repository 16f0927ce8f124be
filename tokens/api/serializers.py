"""A token on the wire: what it may do, never what it is."""

from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from accounts.scopes import Scope, effective
from portal.api.credentials import Credential
from portal.api.errors import InvalidField
from portal.api.parsing import Parameters
from tokens.effect import open_operations


def current_token(token: Credential, user: User) -> dict[str, Any]:
    """The answer of Retrieve current token."""
    granted = scopes_of(token)
    in_effect = effective(granted, user.permissions)
    return {
        "keyId": token.key_id,
        "user": {"id": user.api_id, "username": user.username, "email": user.email},
        "scopes": [scope for scope in Scope if scope in granted],
        "effectiveScopes": [scope for scope in Scope if scope in in_effect],
        "permissions": [permission for permission in Permission if user.has_perm(permission)],
        "operations": [
            {"method": operation.method, "path": operation.path, "name": operation.label}
            for operation in open_operations(granted, user)
        ],
    }


def required_scopes(parameters: Parameters) -> frozenset[Scope]:
    """The scopes in `require`; a Problem names those that don't exist."""
    names = set(parameters.list("require"))
    unknown = sorted(names - set(Scope))
    if unknown:
        raise InvalidField("require", f"There are no such scopes: {', '.join(unknown)}.")
    return frozenset(map(Scope, names))


def scopes_of(token: Credential) -> frozenset[Scope]:
    """The token's scopes as words of the vocabulary."""
    return frozenset(scope for scope in Scope if scope in token.scopes)
