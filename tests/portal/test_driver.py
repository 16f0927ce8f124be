"""Queries that go to the database's driver at once, and when they don't."""

import pytest
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connection, connections, transaction

from portal.driver import Query
from tests.conftest import refuse

pytestmark = pytest.mark.django_db


def test_the_driver_is_asked_past_djangos_cursor(asked_at_once):
    with asked_at_once():
        assert list(Query("SELECT 1, '%%' WHERE 2 = %s").rows(connection, [2])) == [(1, "%")]


def test_an_error_of_the_driver_is_one_of_djangos(asked_at_once):
    with pytest.raises(Error, match="nothing_like_it"), transaction.atomic(), asked_at_once():
        Query("SELECT 1 FROM nothing_like_it").rows(connection, [])


def test_in_a_transaction_djangos_cursor_is_asked(monkeypatch):
    assert list(Query("SELECT 1, '%%' WHERE 2 = %s").rows(connection, [2])) == [(1, "%")]
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "cursor", refuse)
    with pytest.raises(OperationalError, match="closed the connection"):
        Query("SELECT 1").rows(connection, [])
