"""`/api/v4/tags/` as the vendor's clients call it."""

import json
import uuid

import pytest
from django.utils import timezone

from accounts.permissions import Permission
from assets.models import Media, Tag
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, TagFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/tags/"


@pytest.fixture
def assets(admin):
    return [MediaFactory(tagged=["sea", "Harbour"]), MediaFactory(tagged=["sea"])]


def names(api, **query):
    return [tag["tag"] for tag in api.get(PATH, query).json()]


def test_a_tag_has_an_id_its_text_and_how_many_assets_have_it(api, assets):
    tag = Tag.objects.get(name="sea")
    assert {"id": tag.api_id, "tag": "sea", "mediaCount": 2} in api.get(PATH).json()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["fog", "Harbour", "sea"]),
        ({"keyword": "e"}, ["sea"]),
        ({"keyword": "ARB"}, ["Harbour"]),
        ({"keyword": "%"}, []),
        ({"mincount": "1"}, ["Harbour", "sea"]),
        ({"mincount": "0"}, ["fog", "Harbour", "sea"]),
        ({"orderBy": "tag desc"}, ["sea", "Harbour", "fog"]),
        ({"orderBy": "mediaCount desc"}, ["sea", "Harbour", "fog"]),
        ({"orderBy": "mediaCount asc"}, ["fog", "Harbour", "sea"]),
        ({"orderBy": "name desc"}, ["fog", "Harbour", "sea"]),
        ({"count": "true"}, ["fog", "Harbour", "sea"]),
        ({"limit": "2"}, ["fog", "Harbour"]),
        ({"limit": "2", "page": "2"}, ["sea"]),
        ({"page": "2"}, []),
        ({"limit": "0", "page": "0", "mincount": "0"}, ["fog", "Harbour", "sea"]),  # the C# SDK's for none
    ],
)
def test_tags_are_always_a_list(api, assets, query, found):
    TagFactory(name="fog")
    assert names(api, **query) == found


def test_fifty_tags_make_a_page(api):
    TagFactory.create_batch(51)
    response = api.get(PATH)
    assert (len(response.json()), response.headers["X-Pagination-TotalRecords"]) == (50, "51")


@pytest.mark.parametrize("query", ["limit=-1", "page=-1", "mincount=-1", "mincount=x", "limit=x"])
def test_a_number_that_is_none_is_named(api, query):
    response = api.get(f"{PATH}?{query}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, {"fog": 0, "sea": 1}),
        ({"mincount": "1"}, {"sea": 1}),
        ({"mincount": "2"}, {}),
        ({"orderBy": "mediaCount desc"}, {"sea": 1, "fog": 0}),
    ],
)
def test_tags_tell_nothing_of_assets_that_somebody_may_not_see(feature_on, query, numbers):
    user = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))
    MediaFactory(tagged=["sea"])
    MediaFactory(tagged=["sea", "merger"], is_limited=True)
    MediaFactory(tagged=["layoffs"], removed_at=timezone.now())
    TagFactory(name="fog")
    response = client_of(user).get(PATH, query)
    found = {tag["tag"]: tag["mediaCount"] for tag in response.json()}
    assert list(found.items()) == list(numbers.items())
    assert response.headers["X-Pagination-TotalRecords"] == str(len(numbers))


def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries):
    api.get(PATH)
    TagFactory.create_batch(10)
    with django_assert_num_queries(3):
        api.get(PATH)


# Assets of a tag


def send(api, tag, data):
    return api.post(f"{PATH}{tag.api_id}/media/", {"data": data})


@pytest.mark.parametrize("spell", [json.dumps, ",".join, lambda ids: ids])
def test_a_tag_is_added_to_assets_beside_the_others(api, assets, spell):
    tag = TagFactory(name="fog")
    response = send(api, tag, spell([assets[0].api_id, assets[1].rfc_id]))
    assert (response.status_code, response.json()) == (202, {"message": "Accepted", "statuscode": 202})
    assert [media.tags.count() for media in assets] == [3, 2]
    assert Tag.objects.get(name="fog").media_count == 2
    assert assets[0].history.get().details == {"tags": [["Harbour", "sea"], ["Harbour", "fog", "sea"]]}


def test_a_tag_is_removed_from_assets(api, assets):
    tag = Tag.objects.get(name="sea")
    ids = ",".join([assets[0].api_id, str(uuid.uuid4()), "nonsense"])
    response = api.delete(f"{PATH}{tag.rfc_id}/media/?deleteIds={ids}")
    assert (response.status_code, response.content) == (204, b"")
    tag.refresh_from_db()
    assert (tag.media_count, [media.tags.count() for media in assets]) == (1, [1, 1])


@pytest.mark.parametrize("unknown", ["nonsense", str(uuid.UUID(int=7))])
def test_an_unknown_asset_leaves_all_as_they_are(api, assets, unknown):
    response = send(api, TagFactory(), json.dumps([assets[0].api_id, unknown]))
    assert (response.status_code, response.json()["message"]) == (404, "File not found")
    assert assets[0].tags.count() == 2


@pytest.mark.parametrize("data", ["", "[]", "[", "[1]", "[null]", '{"a":1}', "[[]]", "[" * 5000])
def test_data_that_names_no_asset_is_refused(api, assets, data):
    assert send(api, TagFactory(), data).status_code in (400, 404)


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_tag_that_does_not_exist_is_not_found(api, assets, method):
    response = getattr(api, method)(f"{PATH}nobody/media/")
    assert (response.status_code, response.json()["message"]) == (404, "Tag not found")


@pytest.mark.parametrize("method", ["post", "delete"])
def test_tagging_needs_the_permission(feature_on, assets, method):
    client = client_of(UserFactory(profile=LIGHT))
    response = getattr(client, method)(f"{PATH}{Tag.objects.first().api_id}/media/")
    assert response.json()["required_permission"] == Permission.EDIT_ASSETS


def test_nobody_tags_what_they_may_not_see(feature_on, assets):
    Media.objects.update(is_archived=True)
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.EDIT_ASSETS])
    client = client_of(UserFactory(profile=profile))
    assert send(client, TagFactory(), json.dumps([assets[0].api_id])).status_code == 404
