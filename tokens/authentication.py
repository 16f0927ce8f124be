"""`Authorization: Bearer <token>` (RFC 6750), and nothing else."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.http import parse_header_parameters
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.models import User
from portal.api.challenges import challenge
from portal.api.errors import FeatureDisabled, InvalidRequest, InvalidToken, TokenInUrl, UserInactive
from portal.api.throttling import is_first
from portal.audit.actions import Action
from portal.audit.record import Door, NonUser, Target, record

from .audit import itself, target
from .lookup import Refusal, TokenCredential, look_up
from .models import PermanentToken, Tombstone
from .secret import PREFIX, find, parse

REFUSALS_RECORDED_EVERY = 60  # seconds, per known key id and address, or per address of unknown ones
_PROBLEMS: dict[Refusal, type[InvalidToken]] = {
    Refusal.USER_INACTIVE: UserInactive,
    Refusal.FEATURE_DISABLED: FeatureDisabled,
}
_NOT_REAL = (Refusal.MALFORMED, Refusal.UNKNOWN, Refusal.WRONG)
_PARAMETER = re.compile(r"(?:^|&)access_token=")
_FORM = "application/x-www-form-urlencoded"
_MOST_PARTS = 2000  # more than are read of any body
_FILE_FIELD = re.compile(rb'name="?file"?\s*(?:;|$)', re.MULTILINE)


class BearerAuthentication(BaseAuthentication):
    """Sets `request.user` and `request.auth` (a TokenCredential), or raises the reason to refuse."""

    def authenticate(self, request: Request) -> tuple[User, TokenCredential] | None:
        """None without a bearer token; a cookie or another scheme is no credential here."""
        _refuse_tokens_elsewhere(request)
        header: str | None = request._request.META.get("HTTP_AUTHORIZATION")
        if not header:
            if header is None:
                return None
            raise InvalidToken  # the server passes on a header with other bytes than ASCII as an empty one
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        if "," in text:
            message = "Send one Authorization header with one token."
            raise InvalidRequest(message)
        outcome = look_up(text.strip())
        if isinstance(outcome, Refusal):
            _note_refusal(request, text.strip(), outcome)
            raise _PROBLEMS.get(outcome, InvalidToken)
        credential, user = outcome
        return user, credential

    def authenticate_header(self, request: Request) -> str:
        """What tells DRF that a missing credential is a 401."""
        return challenge()


def _refuse_tokens_elsewhere(request: Request) -> None:
    """A token in the URL or body ends up in logs: refuse it, and flag it if it is real (RFC 6750 §2.3)."""
    http_request = request._request  # each attribute of DRF's proxy costs a failed look-up first
    query: str = http_request.META.get("QUERY_STRING", "")
    if query or PREFIX in http_request.path_info:
        query = unquote(query)
        url = f"{http_request.path_info}?{query}"
        if _PARAMETER.search(query) or find(url):
            _flag_as_exposed(request, url, "URL")
            message = (
                "A token was sent in the URL, where servers and proxies write it down. "
                "Send it in the Authorization header, and replace it: it must count as known to others."
            )
            raise TokenInUrl(message)
    if http_request.method not in ("GET", "HEAD") and _is_small(request):
        kind, parameters = parse_header_parameters(request.content_type or "")
        body = _without_files(http_request.body, kind, parameters).decode(errors="replace")
        if find(body) or (kind == _FORM and _PARAMETER.search(body)):
            _flag_as_exposed(request, body, "body")
            message = "A token was sent in the body. Send it in the Authorization header only."
            raise InvalidRequest(message)


def _without_files(body: bytes, kind: str, parameters: dict[str, str]) -> bytes:
    """The parts of the body that may hold a credential: what is in an uploaded file doesn't count."""
    if kind == "application/octet-stream":
        return b""
    if kind != "multipart/form-data":
        return body
    parts = body.split(b"--" + parameters.get("boundary", "").encode(), _MOST_PARTS)
    return b"".join(part for part in parts if not _is_file(part))


def _is_file(part: bytes) -> bool:
    """The vendor's clients send the chunks of files as a field `file` without a file's name, too."""
    head = part.lstrip().partition(b"\r\n\r\n")[0].replace(b"\r", b"").lower()
    return b"filename" in head or bool(_FILE_FIELD.search(head))


def _is_small(request: Request) -> bool:
    """Whether the body may be kept in memory to be read twice."""
    length: str = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and 0 < int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _flag_as_exposed(request: Request, text: str, where: str) -> None:
    secret = find(text)
    if secret is None or look_up(secret.text) in _NOT_REAL:
        return
    try:
        with transaction.atomic():
            tokens = PermanentToken.objects.filter(key_id=secret.key_id)
            if tokens.filter(exposed_at__isnull=True).update(exposed_at=timezone.now()):
                token, door = tokens.get(), Door.api(request)
                record(Action.TOKEN_EXPOSED, by=itself(token), door=door, target=target(token), where=where)
    except DatabaseError:
        return  # a read-only database stops the flag, not the refusal


def _note_refusal(request: Request, text: str, refusal: Refusal) -> None:
    """Record a refused token that is well-formed, once a minute: a deleted one in use is worth knowing."""
    secret = parse(text)
    if secret is None:
        return
    door = Door.api(request)
    if not _is_first(f"{secret.key_id}:{door.address}"):
        return
    try:
        with transaction.atomic():
            tombstones = Tombstone.objects.filter(key_id=secret.key_id)
            tombstones.update(last_presented_at=timezone.now())
            known = (
                tombstones.values_list("description", flat=True).first()
                or PermanentToken.objects.filter(key_id=secret.key_id)
                .values_list("description", flat=True)
                .first()
            )
            if not known and not _is_first(f"unknown:{door.address}"):
                return
            record(
                Action.TOKEN_REFUSED,
                by=NonUser(secret.key_id, secret.key_id),
                door=door,
                target=Target("token", secret.key_id, known or "unknown token"),
                reason=str(refusal) if not (refusal is Refusal.UNKNOWN and known) else "deleted",
            )
    except DatabaseError:
        return  # a read-only database stops the record, not the refusal


def _is_first(what: str) -> bool:
    # Without a cache, rather no record than one for every request.
    return is_first(f"refused:{what}", in_seconds=REFUSALS_RECORDED_EVERY, if_unknown=False)
