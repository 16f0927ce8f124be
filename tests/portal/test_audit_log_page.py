import csv

import pytest

from portal.audit.actions import Action
from portal.audit.record import COMMAND, Unknown, record

pytestmark = pytest.mark.django_db
URL = "/settings/audit-log/"


def listed(client, **query):
    """The actions of the entries on the page."""
    return [entry.action for entry in client.get(URL, query).context["page_obj"]]


@pytest.fixture
def failed(admin_client):
    """A sign-in that failed, after the feature was switched on and Ada signed in."""
    return record(Action.SIGN_IN_FAILED, by=Unknown("mallory"), door=COMMAND, note="x")


def test_the_newest_entry_stands_first(admin_client, failed):
    assert listed(admin_client)[0] == Action.SIGN_IN_FAILED


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


def test_it_can_be_downloaded_narrowed(admin_client, failed):
    response = admin_client.get("/settings/audit-log.csv", {"search": "mallory"})
    rows = list(csv.DictReader(response.getvalue().decode().splitlines()))
    assert [(row["action"], row["actor_name"]) for row in rows] == [("person.sign_in_failed", "mallory")]


def test_a_download_holds_no_formulas(admin_client):
    record(Action.SIGN_IN_FAILED, by=Unknown("=1+1"), door=COMMAND)
    text = admin_client.get("/settings/audit-log.csv", {"search": "=1+1"}).getvalue().decode()
    assert "'=1+1" in text


def test_a_page_takes_few_queries(admin_client, failed, django_assert_num_queries):
    with django_assert_num_queries(5):
        admin_client.get(URL)
