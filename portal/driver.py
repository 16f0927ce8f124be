"""Asking the database's driver at once: Django's cursor takes as long as the database's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX


def may_be_asked(connection: BaseDatabaseWrapper) -> bool:
    """Whether the driver may be asked at once.

    Not when somebody watches the queries, nor in a transaction, which an error would end without Django.
    """
    connection.close_if_health_check_failed()  # both as Django's cursor does
    connection.ensure_connection()
    return not (connection.execute_wrappers or connection.queries_logged or connection.in_atomic_block)


class Query:
    """A query that is asked often. `sql` is as Django compiles it, with `%s` for parameters."""

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._for_driver = {
            "sqlite": FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%"),
            "postgresql": sql,
        }

    def rows(self, connection: BaseDatabaseWrapper, parameters: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        """All rows, as the driver gives them; its errors are Django's."""
        rows: Sequence[tuple[Any, ...]]
        if may_be_asked(connection):
            with connection.wrap_database_errors:
                sql = self._for_driver[connection.vendor]
                rows = connection.connection.execute(sql, parameters).fetchall()
        else:
            with connection.cursor() as cursor:
                cursor.execute(self._sql, parameters)
                rows = cursor.fetchall()
        return rows
