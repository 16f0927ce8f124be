"""A token looks at itself and revokes itself; nothing else about tokens is open to a token."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.scopes import Scope, effective
from portal.api.access import any_token
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem
from portal.api.parsing import Parameters
from portal.audit.record import Door, Unknown
from tokens import effect
from tokens.deletion import delete
from tokens.lookup import TokenCredential


class CurrentToken(Endpoint):
    access = {
        "GET": any_token("A client must be able to find out what it may do."),
        "DELETE": any_token("Whoever holds a token can end it, as after a leak."),
    }

    def get(self, request: Request) -> Response:
        """Retrieve current token.

        With `require`, a comma-separated list of scopes: 403 names those without effect.
        """
        token: TokenCredential = request.auth
        in_effect = effective(token.scopes, request.user)
        required = Parameters(request).list("require")
        unknown = sorted(set(required) - set(Scope))
        if unknown:
            message = f"There are no such scopes: {', '.join(unknown)}."
            raise Problem(message, fields={"require": [message]})
        missing = sorted(set(required) - in_effect)
        content = {
            "keyId": token.key_id,
            "user": {
                "id": request.user.api_id,
                "username": request.user.username,
                "email": request.user.email,
            },
            "scopes": [scope for scope in Scope if scope in token.scopes],
            "effectiveScopes": [scope for scope in Scope if scope in in_effect],
            "permissions": [permission for permission in Permission if request.user.has_perm(permission)],
            "operations": [
                {"method": o.method, "path": o.path, "name": o.label}
                for o in effect.open_operations(token.scopes, request.user)
            ],
        }
        if missing:
            message = (
                f"These scopes are missing or have no effect for the token's user: {', '.join(missing)}."
            )
            raise Insufficient(message, missing=missing, **content)
        return Response(content)

    def delete(self, request: Request) -> Response:
        """Revoke current token."""
        key_id = request.auth.key_id
        delete(key_id, by=Unknown(f"the token itself ({key_id})", key_id), door=Door.api(request._request))
        return Response(status=204)


class Insufficient(Problem):
    """The token can't do all that its client requires."""

    status_code = 403
    error = "insufficient_scope"
