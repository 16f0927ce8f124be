"""Going through all assets by cursors."""

import json
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


@pytest.mark.parametrize("order", ["dateModified asc", "name asc"])
def test_what_moves_to_the_end_on_the_way_loses_no_other_asset(api, order):
    for name in "abcde":
        MediaFactory(name=name)
    found = pages(api, orderBy=order)
    assert next(found) == "ab"
    Media.objects.filter(name__in="ab").update(name="z", modified_at=timezone.now())
    assert "".join(found) == "cdezz"


def test_a_cursor_needs_no_asset_that_is_still_there(api, assets):
    found = pages(api)
    next(found)
    Media.objects.filter(name__in="dc").delete()
    assert "".join(found) == "aBba"


def test_pages_by_cursor_tell_neither_a_number_nor_a_total(api, assets):
    answer = api.get(PATH, {"limit": 2, "cursor": api.get(PATH, {"limit": 2})[HEADER]})
    assert not [name for name in answer.headers if name.startswith("X-Pagination")]


def test_a_page_with_nothing_on_it_has_no_cursor(api, assets):
    assert HEADER in api.get(PATH, {"limit": 2, "page": 4})
    assert HEADER not in api.get(PATH, {"limit": 2, "page": 5})


def test_an_asterisk_is_the_cursor_of_the_first_page(api, assets):
    assert list(pages(api, cursor="*")) == list(pages(api))


@pytest.mark.parametrize("order", ["dateCreated desc", "dateModified asc", "name asc"])
@pytest.mark.parametrize("key", [-1, 0, 10**15])
@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00-23:59", "2026"]
)
def test_a_cursor_that_somebody_made_up_does_no_harm(api, assets, order, key, value):
    assert api.get(PATH, {"cursor": encoded([key, value]), "orderBy": order}).status_code in (200, 400)


def encoded(content):
    return urlsafe_b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "MQ==", *map(encoded, ({}, [1], [1, 2], ["1", "2026-01-01"], [10**30, "x"], [1, "a\0"]))],
)
def test_a_cursor_that_is_none_is_refused(api, assets, cursor):
    answer = api.get(PATH, {"cursor": cursor, "orderBy": "name"})
    assert answer.status_code == 400
    assert "cursor" in answer.json()["fields"]
