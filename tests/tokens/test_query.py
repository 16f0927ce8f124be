"""The API's one query as its driver is asked it; in a test's transaction it goes through Django's cursor."""

from contextlib import closing, suppress

import pytest
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.utils import timezone

from tokens import query

pytestmark = pytest.mark.django_db
only_on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL prepares statements by name."
)


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


def test_the_driver_answers_what_djangos_cursor_answers(token, by_driver):
    token.last_used_at = timezone.now()
    token.save(update_fields=["last_used_at"])
    found = by_driver(token.key_id)
    assert found == query.fetch(token.key_id)
    assert (found[0], found[4]) == (token.pk, token.last_used_at)


def test_the_user_is_the_one_that_the_orm_loads(token, by_driver, django_assert_num_queries):
    token.user.last_login = timezone.now()
    token.user.save()
    found = by_driver(token.key_id)
    with django_assert_num_queries(0):
        user = query.user_of(found)
        assert (user, user.profile) == (token.user, token.user.profile)
        assert (user.last_login, user.is_active, user.is_sso_only) == (token.user.last_login, True, False)
        assert user.permissions == token.user.permissions


def test_a_key_id_that_nobody_has_finds_nothing(token, by_driver):
    assert by_driver("0" * 12) is None


@only_on_postgresql
def test_an_error_of_the_driver_is_one_of_djangos(token, by_driver):
    with transaction.atomic():
        with suppress(Error):
            connection.cursor().execute("SELECT 1 / 0")
        with pytest.raises(Error, match="aborted"):
            by_driver(token.key_id)
        transaction.set_rollback(True)


@only_on_postgresql
def test_the_statement_is_prepared_on_a_new_connection_and_after_a_rollback():
    with closing(connection.copy()) as other:
        assert query._ask(other, "0" * 12) is None
        for statement in ("BEGIN", "ROLLBACK"):
            other.connection.execute(statement)
        assert query._ask(other, "0" * 12) is None
        names = [name for (name,) in other.connection.execute("SELECT name FROM pg_prepared_statements")]
        assert names == [query._NAME.decode()]
