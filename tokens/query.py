"""The API's one query: the token of a key id with its user, the user's profile and the feature's state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, DateTimeField, UUIDField
from psycopg.errors import error_from_result
from psycopg.pq import DiagnosticField, ExecStatus

from accounts.models import PermissionProfile, User
from portal.driver import Query, may_be_asked
from portal.features.models import FeatureState
from portal.features.switch import Feature

from .models import PermanentToken

_TOKEN: list[Any] = [
    PermanentToken._meta.get_field(name) for name in ("id", "digest", "pepper", "scope_names", "last_used_at")
]
# Columns that no endpoint needs are left out, and the profile's id is fetched once.
_USER = [f for f in User._meta.concrete_fields if f.name not in ("password", "created_at", "profile")]
_PROFILE = list(PermissionProfile._meta.concrete_fields)
_FIELDS = [*_TOKEN, *_USER, *_PROFILE]
_COLUMNS = ", ".join(
    f"{table}.{field.column}"
    for table, fields in (("t", _TOKEN), ("u", _USER), ("p", _PROFILE))
    for field in fields
)

# By hand, since compiling it costs more than the database's answer; and as one JSON text, because
# to describe and read two dozen columns costs more than to read their values.
_SQL = f"""\
SELECT CAST({{json_array}}({_COLUMNS}, EXISTS (
    SELECT 1 FROM {FeatureState._meta.db_table} WHERE name = '{Feature.PERMANENT_TOKENS}' AND enabled
)) AS text)
FROM {PermanentToken._meta.db_table} t
JOIN {User._meta.db_table} u ON u.id = t.user_id
JOIN {PermissionProfile._meta.db_table} p ON p.id = u.profile_id
WHERE t.key_id = {{key_id}}
"""
_ON_SQLITE = Query(_SQL.format(json_array="json_array", key_id="%s"))
_ON_POSTGRESQL = Query(_SQL.format(json_array="json_build_array", key_id="%s"))
_PREPARED = _SQL.format(json_array="json_build_array", key_id="$1").encode()
_NAME = b"token_by_key_id"
_NOT_PREPARED = b"26000"  # on a new connection, and after a rollback, where psycopg forgets all statements


def fetch(key_id: str) -> list[Any] | None:
    """A token's id, digest, pepper, scopes and last use; what `user_of` reads; whether the feature is on."""
    text = _ask(connections[DEFAULT_DB_ALIAS], key_id)
    if text is None:
        return None
    values: list[Any] = orjson.loads(text)
    for position, convert in _CONVERSIONS:
        values[position] = convert(values[position])
    return values


def user_of(values: list[Any]) -> User:
    """The user with their profile, whose id is the last of the user's values and the first of its own."""
    start, profile = len(_TOKEN), len(_TOKEN) + len(_USER)
    user: User = User.from_db(DEFAULT_DB_ALIAS, _USER_NAMES, values[start : profile + 1])
    _set_profile(user, PermissionProfile.from_db(DEFAULT_DB_ALIAS, _PROFILE_NAMES, values[profile:-1]))
    return user


_USER_NAMES = {field.attname for field in _USER} | {"profile_id"}
_PROFILE_NAMES = {field.attname for field in _PROFILE}
_set_profile = User._meta.get_field("profile").set_cached_value  # as select_related() does


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # SQLite keeps UTC without saying so


_CONVERT: dict[type, Callable[[Any], Any]] = {UUIDField: UUID, DateTimeField: _moment, BooleanField: bool}
_CONVERSIONS = [(at, _CONVERT[type(field)]) for at, field in enumerate(_FIELDS) if type(field) in _CONVERT]


def _ask(connection: Any, key_id: str) -> Any:
    """The row's text."""
    if connection.vendor == "sqlite":
        rows = _ON_SQLITE.rows(connection, [key_id])
    elif may_be_asked(connection) and connection.connection.prepare_threshold is not None:
        with connection.wrap_database_errors:
            return _prepared(connection.connection.pgconn, key_id)
    else:
        rows = _ON_POSTGRESQL.rows(connection, [key_id])
    return rows[0][0] if rows else None


def _prepared(libpq: Any, key_id: str) -> Any:
    """Asks libpq at once: psycopg's cursor costs an eighth of a request more."""
    result = libpq.exec_prepared(_NAME, [key_id.encode()])
    if result.error_field(DiagnosticField.SQLSTATE) == _NOT_PREPARED:
        _check(libpq.prepare(_NAME, _PREPARED))
        result = libpq.exec_prepared(_NAME, [key_id.encode()])
    _check(result)
    return result.get_value(0, 0) if result.ntuples else None


def _check(result: Any) -> None:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise error_from_result(result)
