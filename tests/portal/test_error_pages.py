"""What people see when something goes wrong."""

import pytest
from django.db import OperationalError, connection


def refuse(*args):
    message = "the server closed the connection unexpectedly"
    raise OperationalError(message)


@pytest.fixture
def dead_database():
    """The database answers nothing."""
    with connection.execute_wrapper(refuse):
        yield


def test_a_page_without_a_database_still_explains_itself(admin_client, settings, dead_database):
    settings.SUPPORT_CONTACT = "the help desk"
    admin_client.raise_request_exception = False
    response = admin_client.get("/settings/users/", headers={"x-request-id": "12345678"})
    assert response.status_code == 500
    for words in ("Something went wrong on our side", settings.PORTAL_NAME, "the help desk", "12345678"):
        assert words in response.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/settings/users/%00/", 404),
        ("/share/%00/", 404),
        ("/settings/portal-settings/permanent-tokens/add/?replace=%00", 400),
        ("/settings/portal-settings/permanent-tokens/add/users/?user_search=a%00", 400),
        ("/settings/users/?search=%00", 400),
    ],
)
def test_an_address_with_a_character_that_no_text_has_leads_nowhere(admin_client, address, status):
    assert admin_client.get(address).status_code == status
