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


_TOKEN: tuple[Any, ...] = tuple(
    PermanentToken._meta.get_field(name) for name in ("id", "digest", "pepper", "scope_names", "last_used_at")
)
# What no endpoint asks of its caller stays behind, and the profile's id is fetched once.
_USER = tuple(
    field for field in User._meta.concrete_fields if field.name not in ("password", "created_at", "profile")
)
_PROFILE = tuple(PermissionProfile._meta.concrete_fields)
_USER_NAMES = frozenset(field.attname for field in _USER) | {"profile_id"}
_PROFILE_NAMES = frozenset(field.attname for field in _PROFILE)
_COLUMNS = (
    [("t", field) for field in _TOKEN]
    + [("u", field) for field in _USER]
    + [("p", field) for field in _PROFILE]
)
_PROFILE_AT = len(_TOKEN) + len(_USER)
_set_profile = User._meta.get_field("profile").set_cached_value  # as select_related() does

# By hand, since compiling it costs more than the database's answer. It never changes, so that the
# database prepares it once.
_SQL = f"""\
SELECT {", ".join(f"{table}.{field.column}" for table, field in _COLUMNS)},
EXISTS (SELECT 1 FROM {FeatureState._meta.db_table} WHERE name = '{Feature.PERMANENT_TOKENS}' AND enabled)
FROM {PermanentToken._meta.db_table} t
JOIN {User._meta.db_table} u ON u.id = t.user_id
JOIN {PermissionProfile._meta.db_table} p ON p.id = u.profile_id
WHERE t.key_id = %s
"""
_DRIVERS_SQL = {"sqlite": _SQL.replace("%s", "?"), "postgresql": _SQL}


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
    token_id, stored, number, scope_names, last_used_at = row[: len(_TOKEN)]
    pepper = settings.TOKEN_PEPPERS.get(number)
    if pepper is None or not matches(secret, pepper, stored):
        return Refusal.WRONG
    user = _user(row)
    if not user.is_active:
        return Refusal.USER_INACTIVE
    if not row[-1]:
        return Refusal.FEATURE_DISABLED
    rehash(token_id, secret, number)
    return TokenCredential(token_id, secret.key_id, vocabulary.parse(scope_names), last_used_at), user


def _user(row: list[Any]) -> User:
    """The user with their profile, whose id is the last of the user's values and the first of its own."""
    user: User = User.from_db(DEFAULT_DB_ALIAS, _USER_NAMES, row[len(_TOKEN) : _PROFILE_AT + 1])
    _set_profile(user, PermissionProfile.from_db(DEFAULT_DB_ALIAS, _PROFILE_NAMES, row[_PROFILE_AT:-1]))
    return user


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


def _fetch(key_id: str) -> list[Any] | None:
    """Token, user, profile and the feature's state by the key id: the API's one query."""
    connection = connections[DEFAULT_DB_ALIAS]
    row = _execute(connection, key_id)
    if row is None:
        return None
    values = list(row)
    for position, expression, convert in _converters(connection.vendor):
        values[position] = convert(values[position], expression, connection)
    return values


def _execute(connection: Any, key_id: str) -> Any:
    """The row, from the driver itself: Django's cursor takes as long as the database's answer."""
    if connection.execute_wrappers or connection.queries_logged:  # somebody watches the queries
        with connection.cursor() as cursor:
            cursor.execute(_SQL, (key_id,))
            return cursor.fetchone()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection.connection.execute(_DRIVERS_SQL[connection.vendor], (key_id,)).fetchone()


@lru_cache(maxsize=2)
def _converters(vendor: str) -> list[tuple[int, Any, Any]]:
    """What turns the database's values into Python's, as the ORM would: position, expression, function."""
    connection = connections[DEFAULT_DB_ALIAS]
    expressions = [field.get_col(table) for table, field in _COLUMNS]
    return [
        (position, expression, convert)
        for position, expression in enumerate(expressions)
        for convert in (
            *connection.ops.get_db_converters(expression),
            *expression.get_db_converters(connection),
        )
    ]
