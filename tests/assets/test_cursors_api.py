"""Going through all assets by cursors."""

from base64 import urlsafe_b64encode

import pytest
from django.utils import timezone

from assets.models import Media
from tests.assets.factories import MediaFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
HEADER = "X-Bynder-NextCursor"


@pytest.fixture
def assets():
    """Seven, of which some have the same name, and all of which were modified in one moment or two."""
    moments = [timezone.now(), timezone.now()]
    return [MediaFactory(name=name, modified_at=moments[at % 2]) for at, name in enumerate("abBcacd")]


def pages(api, **query):
    """The names on each page of two, by cursors."""
    while True:
        answer = api.get(PATH, {"limit": 2, **query})
        yield "".join(entry["name"] for entry in answer.json())
        if HEADER not in answer:
            return
        query["cursor"] = answer[HEADER]


@pytest.fixture(params=[1000, 1], ids=["few", "many"])
def lists(request, monkeypatch):
    monkeypatch.setattr("assets.paging.FEW", request.param)


@pytest.mark.parametrize("column", ["dateCreated", "dateModified", "datePublished", "name"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_cursors_lead_through_the_whole_list_in_its_order(api, assets, lists, column, direction):
    order = f"{column} {direction}"
    whole = [entry["name"] for entry in api.get(PATH, {"orderBy": order}).json()]
    assert "".join(pages(api, orderBy=order)) == "".join(whole)


def test_cursors_keep_to_the_filters(api, assets, lists):
    MediaFactory(name="x", type="video")
    assert list(pages(api, type="image")) == ["dc", "ac", "Bb", "a", ""]


def test_what_is_added_or_deleted_meanwhile_moves_no_other_asset(api, assets):
    found = pages(api)
    assert next(found) == "dc"
    MediaFactory(name="e")
    api.delete(f"{PATH}{assets[5].api_id}/")
    assert "".join(found) == "acBba"


def test_an_asset_that_is_modified_on_the_way_leads_back_to_no_page(api, assets):
    found = pages(api, orderBy="dateModified desc")
    first = next(found)
    Media.objects.filter(name__in=first).update(modified_at=timezone.now())
    assert sorted(first + "".join(found)) == sorted("abBcacd")


def test_a_page_with_nothing_on_it_has_no_cursor(api, assets):
    assert HEADER in api.get(PATH, {"limit": 2, "page": 4})
    assert HEADER not in api.get(PATH, {"limit": 2, "page": 5})


def test_an_asterisk_is_the_cursor_of_the_first_page(api, assets):
    assert list(pages(api, cursor="*")) == list(pages(api))


@pytest.mark.parametrize("order", ["dateCreated desc", "dateModified asc", "name asc"])
@pytest.mark.parametrize("key", ["-1", "0", str(10**30)])
@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31T23:59:59+14:00", "2026-01-01T00:00:00-23:59"])
def test_a_cursor_that_somebody_made_up_does_no_harm(api, assets, order, key, moment):
    cursor = urlsafe_b64encode(f"{key} {moment}".encode()).decode()
    assert api.get(PATH, {"cursor": cursor, "orderBy": order}).status_code in (200, 400)


@pytest.mark.parametrize("cursor", ["x", "MQ==", "MSAyMDI2", "é"])
def test_a_cursor_that_is_none_is_refused(api, assets, cursor):
    answer = api.get(PATH, {"cursor": cursor})
    assert answer.status_code == 400
    assert "cursor" in answer.json()["fields"]


def test_a_cursor_whose_asset_is_gone_for_ever_is_refused(api, assets):
    cursor = api.get(PATH, {"limit": 2})[HEADER]
    assets[5].delete()
    answer = api.get(PATH, {"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["fields"]["cursor"] == ["The last asset of that page is gone for ever. Begin again."]
