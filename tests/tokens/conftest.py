import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from tokens import query


@pytest.fixture
def by_driver(monkeypatch):
    """`fetch` as it is outside of a transaction."""

    def fetch(key_id):
        with monkeypatch.context() as patch:
            patch.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
            return query.fetch(key_id)

    if connection.vendor == "postgresql":
        connection.cursor().execute("DEALLOCATE ALL")
        connection.connection.pgconn.prepare(query._NAME, query._ON_POSTGRESQL)
    return fetch
