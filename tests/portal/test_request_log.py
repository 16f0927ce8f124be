"""One line a request, which says who asked."""

import logging

import pytest
from django.test import Client

from assets.models import CollectionShare
from portal.api.logs import JsonFormatter
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory
from tests.assets.uploading import begin, register
from tests.browsers import browser

pytestmark = pytest.mark.django_db
LINK = "nK3vXq-8sZ_w1LrY0tBcDeFgHiJkLmNo"


@pytest.fixture
def line_of(caplog):
    """Makes a request and returns what its line says."""
    caplog.set_level(logging.INFO, logger="portal.request")

    def ask(client, path):
        client.get(path)
        return caplog.records[-1].request_line

    return ask


def test_a_page_is_logged_with_who_is_signed_in(line_of, admin_client):
    assert line_of(admin_client, "/settings/users/")["user"] == "ada"


def test_a_page_that_is_refused_is_logged_with_who_asked(line_of):
    client = browser(UserFactory(username="rita"))
    line = line_of(client, "/settings/users/")
    assert (line["status"], line["user"]) == (403, "rita")


def test_a_call_is_logged_with_its_token_and_user(line_of, api, token):
    line = line_of(api, "/api/v4/currentUser/")
    assert (line["user"], line["key_id"]) == ("ada", token.key_id)


def test_an_answer_that_invites_to_try_again_is_no_fault(api, caplog):
    upload = begin(api)
    assert register(api, upload).status_code == 500
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_somebody_who_is_not_signed_in_has_no_name(line_of):
    assert line_of(Client(), "/sign-in/")["user"] is None


def test_the_link_of_a_share_is_not_logged(line_of, admin):
    share = CollectionShare.objects.create(
        collection=CollectionFactory(owner=admin), recipient="rita@acme.example", login_required=False
    )
    line = line_of(Client(), f"/share/{share.link}/")
    assert (line["status"], line["path"]) == (200, "/share/<str:link>/")


@pytest.mark.parametrize("path", ["/share/{}", "/share//{}/", "/share/{}/x/", "/password/reset/me/{}"])
def test_a_link_that_leads_nowhere_is_not_logged(line_of, path):
    line = line_of(Client(), path.format(LINK))
    assert line["status"] == 404
    assert LINK not in line["path"]


def test_a_path_of_the_api_that_leads_nowhere_is_logged(line_of):
    assert line_of(Client(), "/api/v4/nothing/")["path"] == "/api/v4/nothing/"


def test_the_link_of_a_share_that_fails_is_not_logged(caplog, monkeypatch):
    monkeypatch.delattr("assets.views.sharing.get_object_or_404")
    Client(raise_request_exception=False).get(f"/share/{LINK}/")
    record = next(record for record in caplog.records if record.name == "django.request")
    assert LINK in record.getMessage()
    record.exc_info = None  # the traceback is the test's
    assert "Internal Server Error: /share/<str:link>/" in JsonFormatter().format(record)
