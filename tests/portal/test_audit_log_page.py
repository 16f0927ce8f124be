import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND, NonUser, record
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/settings/audit-log/"


def listed(client, **query):
    """The actions of the entries on the page."""
    return [entry.action for entry in client.get(URL, query).context["page_obj"]]


@pytest.fixture
def failed(admin_client):
    """A sign-in that failed, after the feature was switched on and Ada signed in."""
    return record(Action.SIGN_IN_FAILED, by=NonUser("mallory"), door=COMMAND, note="x")


def test_the_newest_entry_stands_first(admin_client, failed):
    assert listed(admin_client)[0] == Action.SIGN_IN_FAILED


def test_each_entry_says_to_the_minute_when_it_happened(admin_client, failed):
    assert f"{failed.at:%-d %b %Y %H:%M}&nbsp;UTC" in admin_client.get(URL).text


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"search": "mallory"}, [Action.SIGN_IN_FAILED]),
        ({"action": "feature.enabled"}, [Action.FEATURE_ENABLED]),
        ({"door": "page"}, [Action.SIGNED_IN]),
        ({"until": "2001-01-01"}, []),
    ],
)
def test_it_is_narrowed(admin_client, failed, query, actions):
    assert listed(admin_client, **query) == actions


def test_a_day_lasts_from_midnight_to_midnight(admin_client):
    day = datetime(2026, 3, 2, tzinfo=UTC)
    for moment in (
        timedelta(microseconds=-1),
        timedelta(),
        timedelta(days=1, microseconds=-1),
        timedelta(days=1),
    ):
        door = replace(COMMAND, at=day + moment)
        record(Action.SIGN_IN_FAILED, by=NonUser("mallory"), door=door)
    entries = admin_client.get(URL, {"since": "2026-03-02", "until": "2026-03-02"}).context["page_obj"]
    assert [entry.at.hour for entry in entries] == [23, 0]
    assert {entry.at.day for entry in entries} == {2}


def test_it_can_be_downloaded_narrowed(admin_client, failed):
    response = admin_client.get("/settings/audit-log.csv", {"search": "mallory"})
    rows = list(csv.DictReader(response.getvalue().decode().splitlines()))
    assert [(row["action"], row["actor_name"]) for row in rows] == [("person.sign_in_failed", "mallory")]


def test_a_download_holds_no_formulas(admin_client):
    record(Action.SIGN_IN_FAILED, by=NonUser("=1+1"), door=COMMAND)
    text = admin_client.get("/settings/audit-log.csv", {"search": "=1+1"}).getvalue().decode()
    assert "'=1+1" in text


@pytest.fixture
def granted(admin_client):
    """An entry with a list, a flag and text in its details."""
    record(Action.PROFILE_CHANGED, by=NonUser("x"), door=COMMAND, granted=["MEDIAEDIT", "Été"], default=True)
    return {"action": "profile.changed"}


def test_details_on_the_page_are_words(admin_client, granted):
    page = admin_client.get(URL, granted).text
    assert "<dd>MEDIAEDIT, Été</dd>" in page
    assert "<dd>yes</dd>" in page


def test_details_in_a_download_are_json(admin_client, granted):
    text = admin_client.get("/settings/audit-log.csv", granted).getvalue().decode()
    details = next(csv.DictReader(text.splitlines()))["details"]
    assert json.loads(details) == {"granted": ["MEDIAEDIT", "Été"], "default": True}


def test_a_download_with_a_wrong_filter_is_refused_and_names_it(admin_client):
    response = admin_client.get("/settings/audit-log.csv", {"since": "yesterday", "action": "odd"})
    assert response.status_code == 400
    assert "Since: Enter a valid date." in response.text


def test_a_page_takes_few_queries(admin_client, failed, django_assert_num_queries):
    with django_assert_num_queries(6):
        admin_client.get(URL)


@pytest.fixture
def deactivated(admin_client, api):
    """Rita was deactivated through the API with Ada's token."""
    UserFactory(first_name="Rita", username="rita")
    api.delete("/api/v4/users/rita/")


def test_what_a_token_did_is_found_by_its_key(admin_client, deactivated, token):
    assert listed(admin_client, search=token.key_id, action="user.deactivated") == [Action.USER_DEACTIVATED]


def test_page_and_download_tell_with_which_token_something_was_done(admin_client, deactivated, token):
    query = {"action": "user.deactivated"}
    assert f"<code>{token.key_id}</code>" in admin_client.get(URL, query).text
    text = admin_client.get("/settings/audit-log.csv", query).getvalue().decode()
    assert [row["key_id"] for row in csv.DictReader(text.splitlines())] == [token.key_id]


def test_what_is_done_on_a_page_is_recorded_with_its_request(admin_client):
    rita = UserFactory()
    response = admin_client.post(f"/settings/users/{rita.api_id}/deactivate/")
    entry = AuditEntry.objects.about("user", str(rita.pk)).get()
    assert entry.request_id == response.headers["X-Request-ID"]
