"""From the text that a caller presents to the token that it is, in one query, or why it is none."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Exists, QuerySet

from accounts import scopes as vocabulary
from accounts.models import PermissionProfile, User
from accounts.scopes import Scope
from portal.features.models import FeatureState
from portal.features.switch import Feature

from . import usage
from .models import PermanentToken
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

    def record_use(self, scope: str, address: str) -> None:
        """Note a successful call."""
        usage.record(self, scope, address)


_TOKEN = ("pk", "digest", "pepper", "scope_names", "last_used_at")
_USER = tuple(field.attname for field in User._meta.concrete_fields)
_PROFILE = tuple(field.attname for field in PermissionProfile._meta.concrete_fields)
_COLUMNS = (
    *_TOKEN,
    *(f"user__{name}" for name in _USER),
    *(f"user__profile__{name}" for name in _PROFILE),
)


def look_up(text: str) -> tuple[TokenCredential, User] | Refusal:
    """The credential and its user, or the reason to refuse. No query when the checksum is wrong."""
    secret = parse(text)
    if secret is None:
        return Refusal.MALFORMED
    row = _fetch(secret.key_id)
    if row is None:
        # As slow as a wrong secret: the time must not tell which key ids exist.
        matches(secret, next(iter(settings.TOKEN_PEPPERS.values())), "0" * 64)
        return Refusal.UNKNOWN
    token_id, stored, number, scope_names, last_used_at, *rest = row
    pepper = settings.TOKEN_PEPPERS.get(number)
    if pepper is None or not matches(secret, pepper, stored):
        return Refusal.WRONG
    user = User.from_db(DEFAULT_DB_ALIAS, _USER, rest[: len(_USER)])
    user.profile = PermissionProfile.from_db(DEFAULT_DB_ALIAS, _PROFILE, rest[len(_USER) : -1])
    if not user.is_active:
        return Refusal.USER_INACTIVE
    if not rest[-1]:
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


def _fetch(key_id: str) -> tuple[Any, ...] | None:
    """Token, user, profile and the feature's state by the key id: the API's one query."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, parameters, converters = _compiled(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(key_id if p is _KEY_ID else p for p in parameters))
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)


_KEY_ID = "?" * 12


@lru_cache(maxsize=2)
def _compiled(vendor: str) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
    """The query's SQL and converters, compiled once: compiling costs more than the database's answer.

    The text never changes, so that the database prepares it once a connection.
    """
    query = _queryset().query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    expressions = [column for column, _, _ in compiler.select]
    converters = compiler.get_converters(expressions)
    marked = tuple(_KEY_ID if p == _KEY_ID else p for p in parameters)
    return sql, marked, converters


def _queryset() -> QuerySet[Any, Any]:
    feature_on = Exists(FeatureState.objects.filter(name=Feature.PERMANENT_TOKENS, enabled=True))
    return (
        PermanentToken.objects.filter(key_id=_KEY_ID)
        .annotate(feature_on=feature_on)
        .values_list(*_COLUMNS, "feature_on")
        .order_by()
    )
