"""Rows by queries that are compiled once: compiling takes longer than answering them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, Expression, F, Lookup, QuerySet

from accounts.models import User
from portal.driver import Query


def one_parameter(keys: Sequence[int]) -> Any:
    """Keys as the one parameter that `Among` takes."""
    return orjson.dumps(keys).decode() if connection.vendor == "sqlite" else list(keys)


class Among(Lookup):
    """Whether a key is among some that travel as `one_parameter`, so that the SQL is always the same."""

    lookup_name = "among"
    prepare_rhs = False
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """An array."""
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A JSON array."""
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [self.rhs]


class Prepared:
    """The values of `columns` of the rows of a query: of all, or of those whose `key` is among some.

    They are what the database's driver gives, which Django's fields may have converted further.
    """

    def __init__(
        self, rows: Callable[[], QuerySet], columns: Sequence[str | Expression], *, key: str = ""
    ) -> None:
        self._rows = rows
        self._columns = columns
        self._key = key
        self._compiled: _Compiled | None = None

    def all(self) -> Sequence[tuple[Any, ...]]:
        """One query."""
        return self._fetched([])

    def of(self, keys: Sequence[int]) -> Sequence[tuple[Any, ...]]:
        """Those with these keys; one query, and none without keys."""
        return self._fetched(keys) if keys else []

    def _fetched(self, keys: Sequence[int]) -> Sequence[tuple[Any, ...]]:
        query, parameters = self._compiled = self._compiled or self._compile()
        if query is None:
            return []
        if self._key:
            parameters = [one_parameter(keys) if value is _KEYS else value for value in parameters]
        database = connections[DEFAULT_DB_ALIAS]  # `connection` would look for it at each of its attributes
        return query.rows(database, parameters)

    def _compile(self) -> _Compiled:
        rows = self._rows()
        if self._key:
            rows = rows.filter(Among(F(self._key), _KEYS))
        if self._columns:
            rows = rows.values_list(*self._columns)
        try:
            sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # no row can be meant, so there is nothing to ask
            return None, []
        return Query(sql), list(parameters)


class PreparedFor:
    """The same for rows that depend on who asks, and on further arguments: compiled once for each."""

    def __init__(self, rows: Callable[..., QuerySet], columns: Sequence[str | Expression] = ()) -> None:
        # Users are equal when they are the same person, so what they may do is a part of the key.
        @lru_cache(maxsize=200)
        def prepared(user: User, may: Hashable, *arguments: Hashable) -> Prepared:
            return Prepared(lambda: rows(user, *arguments), columns)

        self._prepared = prepared

    def all(self, user: User, *arguments: Hashable) -> Sequence[tuple[Any, ...]]:
        """One query. Beside the arguments, it must depend on nothing that was read from the database."""
        return self._prepared(user, (user.profile_id, user.permissions), *arguments).all()


_KEYS: Any = object()
_Compiled = tuple[Query | None, list[Any]]
