"""Rows by queries that are compiled once: compiling takes longer than answering them."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from django.db import connection
from django.db.models import BooleanField, Expression, F, Lookup, QuerySet


class Among(Lookup):
    """Whether a key is among some that travel as one parameter, so that the SQL is always the same."""

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
    """The values of `columns` of the rows of a query: of all, or of those whose `key` is among some."""

    def __init__(
        self, rows: Callable[[], QuerySet], columns: Sequence[str | Expression], *, key: str = ""
    ) -> None:
        self._rows = rows
        self._columns = columns
        self._key = key
        self._compiled: tuple[Any, str, list[Any], Any] | None = None

    def all(self) -> Sequence[Any]:
        """One query."""
        return self._fetched([])

    def of(self, keys: Sequence[int]) -> Sequence[Any]:
        """Those with these keys; one query, and none without keys."""
        return self._fetched(keys) if keys else []

    def _fetched(self, keys: Sequence[int]) -> Sequence[Any]:
        query, sql, parameters, converters = self._compiled = self._compiled or self._compile()
        sent = orjson.dumps(keys).decode() if connection.vendor == "sqlite" else list(keys)
        with connection.cursor() as cursor:
            cursor.execute(sql, [sent if value is _KEYS else value for value in parameters])
            rows: Sequence[Any] = cursor.fetchall()
        if converters:
            rows = list(query.get_compiler(connection=connection).apply_converters(rows, converters))
        return rows

    def _compile(self) -> tuple[Any, str, list[Any], Any]:
        rows = self._rows()
        if self._key:
            rows = rows.filter(Among(F(self._key), _KEYS))
        rows = rows.values_list(*self._columns)
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, _, _ in compiler.select])
        return rows.query, sql, list(parameters), converters


_KEYS: Any = object()
