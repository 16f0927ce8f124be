"""Only a server ends connections; elsewhere this module isn't collected."""

from contextlib import closing

import pytest
from django.db import connection

from portal.driver import Query

pytestmark = pytest.mark.django_db


def test_a_connection_that_the_server_has_ended_is_made_anew_where_health_is_checked():
    with closing(connection.copy()) as other, connection.cursor() as cursor:
        other.settings_dict["CONN_HEALTH_CHECKS"] = True
        other.ensure_connection()
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
        other.close_if_unusable_or_obsolete()  # as every request begins
        assert Query("SELECT 1").rows(other, []) == [(1,)]
