"""Looks up the token that a caller presents, in one query, or says why it is refused."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError

from accounts import scopes as vocabulary
from accounts.models import User
from accounts.scopes import Scope

from . import usage
from .models import PermanentToken
from .query import fetch, user_of
from .secret import Secret, digest, matches, parse

logger = logging.getLogger(__name__)


class Refusal(StrEnum):
    """Why a presented text is refused."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown or deleted"
    WRONG = "wrong secret"
    USER_INACTIVE = "user inactive"
    FEATURE_DISABLED = "feature disabled"


@dataclass(frozen=True, slots=True)
class TokenCredential:
    """A valid token at work: `request.auth`."""

    token_id: int
    key_id: str
    scopes: frozenset[Scope]
    last_used_at: datetime | None

    def integration_name(self) -> str:
        """The catalog's name or the typed one; empty when the token was deleted during the request."""
        token = PermanentToken.objects.select_related("integration").filter(pk=self.token_id).first()
        return token.integration_name if token else ""

    def record_use(self, scope: str, address: str) -> None:
        """Note a successful call."""
        usage.record(self, scope, address)


def look_up(text: str) -> tuple[TokenCredential, User] | Refusal:
    """The credential and its user, or the reason to refuse. No query when the checksum is wrong."""
    secret = parse(text)
    if secret is None:
        return Refusal.MALFORMED
    found = fetch(secret.key_id)
    if found is None:
        # As slow as a wrong secret: the time must not tell which key ids exist.
        matches(secret, next(iter(settings.TOKEN_PEPPERS.values())), "0" * 64)
        return Refusal.UNKNOWN
    token_id, stored, number, scope_names, last_used_at, *_, is_on = found
    pepper = settings.TOKEN_PEPPERS.get(number)
    if pepper is None or not matches(secret, pepper, stored):
        return Refusal.WRONG
    user = user_of(found)
    if not user.is_active:
        return Refusal.USER_INACTIVE
    if not is_on:
        return Refusal.FEATURE_DISABLED
    rehash(token_id, secret, number)
    return TokenCredential(token_id, secret.key_id, vocabulary.parse(scope_names), last_used_at), user


def rehash(token_id: int, secret: Secret, number: int) -> None:
    """Store the digest of the newest pepper, if the stored one is of an older."""
    newest, pepper = next(iter(settings.TOKEN_PEPPERS.items()))
    if number == newest:
        return
    try:
        PermanentToken.objects.filter(pk=token_id, pepper=number).update(
            digest=digest(secret, pepper), pepper=newest
        )
    except DatabaseError:
        logger.warning("the token %s could not be rehashed", secret.key_id)
