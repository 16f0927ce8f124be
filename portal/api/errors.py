"""The error table: which exception becomes which status, code and body.

Bodies carry the vendor's `message` and `statuscode` beside `error`, a code to branch on, and
`request_id`. Statuses and challenges of refused credentials follow RFC 6750 §3.1.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import Http404, UnreadablePostError
from rest_framework import exceptions

from portal.wording import VendorsWords

from .challenges import challenge
from .rendering import Response

logger = logging.getLogger(__name__)
# What the database says while it is away, read-only or full; its other errors are faults of ours.
OUTAGES = (OperationalError, InterfaceError, InternalError)
NO_DATABASE = "The portal's database doesn't answer. Try again later."
RETRY_AFTER = "5"  # seconds until it is worth trying again what is unavailable


class Problem(exceptions.APIException):
    """A refusal with its row of the table."""

    status_code = 400
    error = "invalid_request"

    def __init__(self, message: str, *, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.headers = headers or {}
        self.extra = extra


class BadBody(Problem):
    """The body as a whole can't be read, or isn't what is read."""

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"body": [message]})


class InvalidField(Problem):
    """What came under a name can't be read, or isn't what is taken there."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}", fields={name: [message]})


class InvalidRequest(Problem):
    """The request itself is wrong."""

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message, headers={"WWW-Authenticate": challenge("invalid_request")}, **extra)


class TokenInUrl(InvalidRequest):
    """A token came where servers and proxies write it down."""

    error = "token_in_url"


class NotAuthenticated(Problem):
    """No credentials."""

    status_code = 401
    error = "not_authenticated"

    def __init__(self) -> None:
        message = "Send a permanent token in the header `Authorization: Bearer <token>`."
        super().__init__(message, headers={"WWW-Authenticate": challenge()})


class InvalidToken(Problem):
    """A credential that isn't one. One text for all reasons: it must not help to guess."""

    status_code = 401
    error = "invalid_token"

    def __init__(self, message: str = "Invalid or deleted token.", *, explain: bool = False) -> None:
        description = message if explain else ""
        super().__init__(
            message, headers={"WWW-Authenticate": challenge("invalid_token", description=description)}
        )


class UserInactive(InvalidToken):
    """The right secret, but its user is inactive."""

    error = "user_inactive"

    def __init__(self) -> None:
        super().__init__("The token's user is inactive.", explain=True)


class FeatureDisabled(InvalidToken):
    """The right secret, but the portal has permanent tokens switched off."""

    error = "feature_disabled"

    def __init__(self) -> None:
        super().__init__("Permanent tokens are switched off on this portal.", explain=True)


class InsufficientScope(Problem):
    """The credential lacks the scope."""

    status_code = 403
    error = "insufficient_scope"

    def __init__(self, required: str, granted: frozenset[str]) -> None:
        super().__init__(
            f"The token lacks the scope {required}. Create a new token that has it.",
            headers={"WWW-Authenticate": challenge("insufficient_scope", scope=required)},
            required_scope=required,
            granted_scopes=sorted(granted),
        )


class PermissionMissing(Problem):
    """The credential's user lacks the permission."""

    status_code = 403
    error = "permission_denied"

    def __init__(self, required: str, label: str) -> None:
        super().__init__(
            f"The token's user lacks the permission “{label}”. "
            "Give it to the user's permission profile, or assign another user to a new token.",
            headers={"WWW-Authenticate": challenge("insufficient_scope")},
            required_permission=required,
        )


class RateLimited(Problem):
    """Too many requests."""

    status_code = 429
    error = "rate_limited"

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(
            f"Too many requests. Try again in {headers['Retry-After']} seconds.", headers=headers
        )


class TooLarge(Problem):
    """More bytes than are taken at once."""

    status_code = 413
    error = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The request is too large: at most {limit} bytes are taken at once.")


class Unavailable(Problem):
    """Something that the portal needs doesn't work now."""

    status_code = 503
    error = "unavailable"


# What PostgreSQL's and SQLite's libraries say of a query with more values than they take.
_TOO_MANY_VALUES = re.compile("number of parameters must be|too many SQL variables")
_CODES = {
    400: "invalid_request", 403: "permission_denied", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 413: "too_large", 415: "unsupported_media_type", 503: "unavailable",
}  # fmt: skip
# Exceptions of Django and the database, the special ones first.
_PLAIN: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int, str], ...] = (
    (TooManyFieldsSent, 413, "The request has too many fields."),
    (TooManyFilesSent, 413, "The request has too many files."),
    (RequestDataTooBig, 413, "The request is too large."),
    (UnreadablePostError, 400, "The body ended before it was complete."),
    (IntegrityError, 409, "Another request changed the same thing at the same moment. Try again."),
    (OUTAGES, 503, NO_DATABASE),
)


def body(status: int, error: str, message: str, request_id: str, **extra: Any) -> dict[str, Any]:
    """The body of every error."""
    return {
        "message": message,
        "statuscode": status,
        "error": error,
        "request_id": request_id,
        **extra,
    }


def respond(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: the response for `exc`, or None for a fault of ours."""
    view, request = context["view"], context["request"]
    problem = _as_problem(exc, getattr(view, "wire_names", {}))
    if problem is None:
        return None
    if problem.status_code == 405:
        problem.headers["Allow"] = ", ".join(view.allowed_methods)
    if problem.status_code == 503:
        problem.headers["Retry-After"] = RETRY_AFTER
        logger.error("unavailable", exc_info=exc)
    content = body(problem.status_code, problem.error, problem.message, request.request_id, **problem.extra)
    return Response(content, status=problem.status_code, headers=problem.headers)


def _as_problem(exc: Exception, wire_names: Mapping[str, str]) -> Problem | None:
    match exc:
        case Problem():
            return exc
        case DjangoValidationError():
            return _invalid(exc, wire_names)
        case DjangoPermissionDenied():
            return _plain(403, str(exc) or "You may not do that.")
        case Http404():
            return _plain(404, str(exc) or "Not found.")
        case exceptions.APIException():
            return _plain(exc.status_code, str(exc.detail))
    return _of_table(exc)


def _of_table(exc: Exception) -> Problem | None:
    if isinstance(exc, OperationalError) and _TOO_MANY_VALUES.search(str(exc)):
        return _plain(400, "The request names too many things at once. Send them in several requests.")
    return next((_plain(status, text) for kind, status, text in _PLAIN if isinstance(exc, kind)), None)


def _invalid(exc: DjangoValidationError, wire_names: Mapping[str, str]) -> Problem:
    found = exc.message_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.messages}
    fields = {wire_names.get(name, name): list(map(str, messages)) for name, messages in found.items()}
    whole = fields.pop(NON_FIELD_ERRORS, [])
    parts = [*whole, *(f"{name}: {' '.join(messages)}" for name, messages in fields.items())]
    if isinstance(exc, VendorsWords):
        parts = exc.messages  # word for word
    named: dict[str, Any] = {"fields": fields} if fields else {}
    return Problem(" ".join(parts), **named)


def _plain(status: int, message: str) -> Problem:
    problem = Problem(message)
    problem.status_code = status
    problem.error = _CODES.get(status, "error")
    return problem
