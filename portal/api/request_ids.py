"""A name for every request, by which client, log and audit speak of the same one."""

import re
import secrets

from django.http import HttpRequest

HEADER = "X-Request-ID"
_acceptable = re.compile(r"[0-9A-Za-z._-]{8,64}", re.ASCII)


def of(request: HttpRequest) -> str:
    """The id that a proxy or client gave the request, if it is harmless, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _acceptable.fullmatch(given) else secrets.token_hex(12)
