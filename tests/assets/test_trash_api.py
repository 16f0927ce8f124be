"""The trash: what is in it, on the wire and by the rules."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.permissions import Permission
from assets import media as rules
from assets.models import Change, Media, Tag
from portal.audit.record import COMMAND
from tests.accounts.factories import REGULAR, UserFactory
from tests.assets.factories import MediaFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/trash/media/"


def removed(name="Asset", *, days=0, by=None, **details):
    by = by or UserFactory()
    return MediaFactory(name=name, removed_at=timezone.now() - timedelta(days=days), removed_by=by, **details)


def names(api, **query):
    return "".join(entry["name"] for entry in api.get(PATH, query).json())


def test_an_entry_says_who_removed_what_and_when(api, admin):
    moment = datetime(2026, 3, 18, 10, 5, 27, 9, tzinfo=UTC)
    media = removed("Beach", by=admin, created_at=moment)
    (entry,) = api.get(PATH).json()
    assert entry == {
        "id": media.api_id, "name": "Beach", "dateRemoved": entry["dateRemoved"],
        "dateCreated": "2026-03-18T10:05:27+00:00", "username": "ada", "userId": admin.api_id,
        "S3_filepointer": f"http://testserver/m/{media.id_hash}/thul-Beach.png",
    }  # fmt: skip
    assert datetime.fromisoformat(entry["dateRemoved"]) == media.removed_at.replace(microsecond=0)


def test_what_was_removed_more_than_thirty_days_ago_is_gone(api):
    removed("a", days=29)
    removed("b", days=30.01)
    MediaFactory(name="c")
    assert names(api) == "a"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "cba"),
        ({"order": "asc"}, "abc"),
        ({"field": "media.dateRemoved", "order": "desc"}, "cba"),
        ({"field": "media.name", "order": "asc"}, "abc"),
        ({"field": "media.name", "order": "desc"}, "cba"),
        ({"field": "media.dateCreated", "order": "asc"}, "cab"),
        ({"field": "media.username", "order": "asc"}, "bca"),
        ({"field": "password", "order": "x"}, "cba"),
        ({"limit": "2"}, "cb"),
        ({"limit": "2", "page": "2"}, "a"),
        ({"page": "999999999"}, ""),
    ],
)
def test_the_order_is_the_one_that_is_asked_for(api, query, found):
    for name, days, created, username in (("a", 3, 2, "zoe"), ("b", 2, 3, "ann"), ("c", 1, 1, "bob")):
        by = UserFactory(username=username)
        removed(name, days=days, by=by, created_at=datetime(2026, 1, created, tzinfo=UTC))
    assert names(api, **query) == found


def test_ten_make_a_page(api):
    for _ in range(11):
        removed()
    response = api.get(PATH)
    assert (len(response.json()), response.headers["X-Pagination-TotalRecords"]) == (10, "11")


def test_dates_narrow_from_below_or_to_a_range(api):
    for name, days in (("a", 3), ("b", 2), ("c", 1)):
        removed(name, days=days)
    b = Media.objects.get(name="b").removed_at.isoformat()
    assert names(api, dateRemoved=b, order="asc") == "bc"
    assert names(api, dateRemovedFrom=b, dateRemoved=b) == "b"


@pytest.mark.parametrize("query", ["limit=-1", "page=x", "dateRemoved=soon", "dateRemovedFrom=2026-02-30"])
def test_what_cannot_be_read_is_named(api, query):
    response = api.get(f"{PATH}?{query}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [query.partition("=")[0]])


def test_the_trash_needs_the_permission(feature_on):
    response = client_of(UserFactory(profile=REGULAR)).get(PATH)
    assert (response.status_code, response.json()["required_permission"]) == (403, Permission.VIEW_TRASH)


def test_the_trash_costs_the_same_whatever_is_in_it(api, django_assert_num_queries):
    removed()
    api.get(PATH)
    for _ in range(5):
        removed()
    with django_assert_num_queries(3):
        assert len(api.get(PATH).json()) == 6


# Restoring


def test_a_restored_asset_is_as_it_was(api, admin):
    media = MediaFactory(name="Harbour", tagged=["sea"], content=b"x")
    before = api.get("/api/v4/media/").json()
    rules.delete([media], by=admin, door=COMMAND)
    rules.restore([media], by=admin, door=COMMAND)
    assert api.get("/api/v4/media/").json() == before
    assert Tag.objects.get().media_count == 1
    assert [entry.change for entry in media.history.all()] == [Change.RESTORED, Change.DELETED]


def test_an_asset_is_restored_once(admin):
    media = removed()
    for _ in range(2):
        rules.restore([media], by=admin, door=COMMAND)
    assert media.history.count() == 1


def test_after_thirty_days_nothing_is_restored(admin):
    media = removed(days=31)
    rules.restore([media], by=admin, door=COMMAND)
    assert not Media.objects.kept().exists()


def test_restoring_needs_the_permission_to_delete():
    media = removed()
    with pytest.raises(PermissionDenied):
        rules.restore([media], by=UserFactory(profile=REGULAR), door=COMMAND)
    assert Media.objects.in_trash().exists()
