"""A token looks at itself and revokes itself; nothing else about tokens is open to a token."""

from collections.abc import Sequence

from accounts.requests import ApiRequest
from accounts.scopes import effective
from portal.api.access import any_token
from portal.api.challenges import challenge
from portal.api.documentation import documented
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door, NonUser
from tokens.deletion import delete

from . import serializers, shapes


class CurrentToken(Endpoint):
    access = {
        "GET": any_token("A client must be able to find out what it may do."),
        "DELETE": any_token("Whoever holds a token can end it, as after a leak."),
    }

    @documented(shapes.CURRENT_TOKEN, parameters=(shapes.REQUIRE,), problems=(403,))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve current token.

        With `require`, 403 names the scopes that are missing or have no effect for the token's user.
        """
        required = serializers.required_scopes(Parameters(request))
        content = serializers.current_token(request.auth, request.user)
        missing = sorted(required - effective(serializers.scopes_of(request.auth), request.user.permissions))
        if missing:
            raise Insufficient(missing, **content)
        return Response(content)

    @documented(status=204)
    def delete(self, request: ApiRequest) -> Response:
        """Revoke current token."""
        key_id = request.auth.key_id
        delete(key_id, by=NonUser(f"the token itself ({key_id})", key_id), door=Door.api(request))
        return Response(status=204)


class Insufficient(Problem):
    """The token can't do all that its client requires."""

    status_code = 403
    error = "insufficient_scope"

    def __init__(self, missing: Sequence[str], **content: object) -> None:
        super().__init__(
            f"These scopes are missing or have no effect for the token's user: {', '.join(missing)}.",
            headers={"WWW-Authenticate": challenge("insufficient_scope", scope=" ".join(missing))},
            missing=missing,
            **content,
        )
