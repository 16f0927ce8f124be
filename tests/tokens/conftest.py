import pytest
from django.db import connection

from tokens import query


@pytest.fixture
def by_driver(asked_at_once):
    """`fetch` as it is outside of a transaction."""

    def fetch(key_id):
        with asked_at_once():
            return query.fetch(key_id)

    if connection.vendor == "postgresql":
        connection.cursor().execute("DEALLOCATE ALL")
        connection.connection.pgconn.prepare(query._NAME, query._PREPARED)
    return fetch
