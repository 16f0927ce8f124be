"""Only PostgreSQL prepares statements by name; elsewhere this module isn't collected."""

from contextlib import closing, suppress

import pytest
from django.db import Error, connection, transaction

from tokens import query

pytestmark = pytest.mark.django_db


def test_an_error_of_the_driver_is_one_of_djangos(token, by_driver):
    with transaction.atomic():
        with suppress(Error):
            connection.cursor().execute("SELECT 1 / 0")
        with pytest.raises(Error, match="aborted"):
            by_driver(token.key_id)
        transaction.set_rollback(True)


def test_the_statement_is_prepared_on_a_new_connection_and_after_a_rollback():
    with closing(connection.copy()) as other:
        assert query._ask(other, "0" * 12) is None
        for statement in ("BEGIN", "ROLLBACK"):
            other.connection.execute(statement)
        assert query._ask(other, "0" * 12) is None
        names = [name for (name,) in other.connection.execute("SELECT name FROM pg_prepared_statements")]
        assert names == [query._NAME.decode()]
