"""What people see when something goes wrong."""

import pytest
from django.db import DataError, InterfaceError, InternalError, ProgrammingError, connection
from django.urls import include, path

from portal.api.errors import Unavailable


def broken(request):
    message = "a fault of ours"
    raise RuntimeError(message)


def away(request):
    message = "The storage is away."
    raise Unavailable(message)


urlpatterns = [path("broken/", broken), path("away/", away), path("", include("portal.urls"))]
handler500 = "portal.views.server_error"


def refusing(error, table):
    """A context in which the database answers queries of the table with the error."""

    def wrapper(execute, sql, *args):
        if f'"{table}"' in sql:
            raise error
        return execute(sql, *args)

    return connection.execute_wrapper(wrapper)


@pytest.fixture
def patient_client(admin_client):
    """Ada's browser, which shows what the portal answers."""
    admin_client.raise_request_exception = False
    return admin_client


def test_a_page_without_a_database_explains_itself_and_says_when_to_try_again(patient_client, dead_database):
    response = patient_client.get("/settings/users/", headers={"x-request-id": "12345678"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "The portal&#x27;s database doesn&#x27;t answer." in response.text
    assert "12345678" in response.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(InterfaceError, 503), (InternalError, 503), (ProgrammingError, 500), (DataError, 500)],
)
def test_only_an_outage_of_the_database_is_one_to_wait_for(patient_client, api, error, status):
    with refusing(error, "assets_metaproperty"):
        assert api.get("/api/v4/metaproperties/").status_code == status
        assert patient_client.get("/settings/metaproperties/").status_code == status


def test_a_page_without_what_it_needs_says_what_that_is(patient_client, settings):
    settings.ROOT_URLCONF = __name__
    response = patient_client.get("/away/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "The storage is away." in response.text


def test_a_fault_names_whom_to_tell_and_what(patient_client, settings):
    settings.SUPPORT_CONTACT = "the help desk"
    settings.ROOT_URLCONF = __name__
    response = patient_client.get("/broken/", headers={"x-request-id": "12345678"})
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
