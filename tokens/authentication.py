"""`Authorization: Bearer <token>` (RFC 6750), and nothing else."""

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.models import User
from portal.api.challenges import challenge
from portal.api.errors import FeatureDisabled, InvalidRequest, InvalidToken, TokenInUrl, UserInactive
from portal.audit.actions import Action
from portal.audit.record import Door, Target, Unknown, record

from .lookup import Refusal, TokenCredential, look_up
from .models import PermanentToken, Tombstone
from .secret import PREFIX, find, parse

REFUSALS_RECORDED_EVERY = 60  # seconds, per key id and address
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class BearerAuthentication(BaseAuthentication):
    """Sets `request.user` and `request.auth` (a TokenCredential), or raises the reason to refuse."""

    def authenticate(self, request: Request) -> tuple[User, TokenCredential] | None:
        """None without a bearer token; a cookie or another scheme is no credential here."""
        _refuse_tokens_elsewhere(request)
        header: str = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        if "," in text:
            message = "Send one Authorization header with one token."
            raise InvalidRequest(message)
        outcome = look_up(text.strip())
        if isinstance(outcome, Refusal):
            _note_refusal(request, text.strip(), outcome)
            raise {
                Refusal.USER_INACTIVE: UserInactive,
                Refusal.FEATURE_DISABLED: FeatureDisabled,
            }.get(outcome, InvalidToken)()
        credential, user = outcome
        return user, credential

    def authenticate_header(self, request: Request) -> str:
        """What tells DRF that a missing credential is a 401."""
        return challenge()


def _refuse_tokens_elsewhere(request: Request) -> None:
    """A token in the URL or a form ends up in logs: refuse it, and flag it if it is real (RFC 6750 §2.3)."""
    query: str = request.META.get("QUERY_STRING", "")
    if "access_token=" in query or (PREFIX in query and find(query)):
        _flag_as_exposed(request, query, "URL")
        message = (
            "A token was sent in the URL, where servers and proxies write it down. "
            "Send it in the Authorization header, and replace it: it must count as known to others."
        )
        raise TokenInUrl(message)
    if request.method in ("GET", "HEAD") or not (request.content_type or "").startswith(_FORMS):
        return
    for key, values in request.data.lists():
        for value in values:
            if key == "access_token" or (isinstance(value, str) and parse(value)):
                _flag_as_exposed(request, str(value), "body")
                message = "A token was sent in the body. Send it in the Authorization header only."
                raise InvalidRequest(message)


def _flag_as_exposed(request: Request, text: str, where: str) -> None:
    secret = find(text)
    if secret is None or not isinstance(outcome := look_up(secret.text), tuple):
        return
    credential, _ = outcome
    try:
        with transaction.atomic():
            tokens = PermanentToken.objects.filter(pk=credential.token_id, exposed_at__isnull=True)
            if tokens.update(exposed_at=timezone.now()):
                token = PermanentToken.objects.get(pk=credential.token_id)
                record(
                    Action.TOKEN_EXPOSED,
                    by=Unknown(f"{token}", token.key_id),
                    door=Door.api(request._request),
                    target=Target("token", token.key_id, token.description),
                    where=where,
                )
    except DatabaseError:
        return  # a read-only database stops the flag, not the refusal


def _note_refusal(request: Request, text: str, refusal: Refusal) -> None:
    """Record a refused token that is well-formed, once a minute: a deleted one in use is worth knowing."""
    secret = parse(text)
    if secret is None:
        return
    door = Door.api(request._request)
    if not cache.add(f"refused:{secret.key_id}:{door.address}", 1, timeout=REFUSALS_RECORDED_EVERY):
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
            record(
                Action.TOKEN_REFUSED,
                by=Unknown(secret.key_id, secret.key_id),
                door=door,
                target=Target("token", secret.key_id, known or "unknown token"),
                reason=str(refusal) if not (refusal is Refusal.UNKNOWN and known) else "deleted",
            )
    except DatabaseError:
        return  # a read-only database stops the record, not the refusal
