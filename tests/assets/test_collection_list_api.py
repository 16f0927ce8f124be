"""`GET /api/v4/collections/` as the vendor's clients call it."""

import re

import pytest

from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/collections/"


def address(collection):
    return f"{PATH}{collection.api_id}/"


def names(response):
    return [entry["name"] for entry in response.json()]


def test_an_entry_has_the_vendors_fields_in_both_spellings(api, admin, spring):
    (entry,) = api.get(PATH).json()
    assert {name: entry[name] for name in entry if name not in ("cover", "link", "thumbnail")} == {
        "id": spring.api_id, "name": "Spring launch", "description": "For March", "filename": "spring_launch",
        "userId": admin.api_id, "user": {"id": admin.api_id, "name": "Ada Admin"}, "collectionCount": 2, "views": 0,
        "IsPublic": 0, "isPublic": False, "isEmbeddable": 0, "dateCreated": "March, 02 2026 16:03:45 +0000",
        "dateModified": "March, 05 2026 09:21:10 +0000",
    }  # fmt: skip


def test_a_public_collection_says_so_in_both_spellings(api, admin):
    CollectionFactory(owner=admin, is_public=True)
    (entry,) = api.get(PATH).json()
    assert (entry["IsPublic"], entry["isPublic"]) == (1, True)


def test_the_cover_is_made_of_the_first_assets(api, spring):
    first, second = spring.media.order_by("collection_media__id")
    cover = api.get(PATH).json()[0]["cover"]
    assert re.fullmatch(rf"http://testserver/m/{first.id_hash}/thul-.*\.png", cover["thumbnail"])
    assert re.fullmatch(rf"http://testserver/m/{first.id_hash}/webimage-.*\.png", cover["large"])
    assert [address.split("/")[4] for address in cover["thumbnails"]] == [first.id_hash, second.id_hash]


def test_a_chosen_thumbnail_is_the_cover(api, spring):
    chosen = spring.media.last()
    api.post(address(spring), {"thumbnailAssetId": chosen.api_id})
    assert chosen.id_hash in api.get(address(spring)).json()["thumbnail"]


def test_an_empty_collection_has_no_thumbnail_and_an_absolute_link(api, admin):
    collection = CollectionFactory(owner=admin)
    (entry,) = api.get(PATH).json()
    assert "thumbnail" not in entry
    assert entry["cover"] == {"thumbnail": "", "thumbnails": [], "large": ""}
    assert entry["link"] == f"http://testserver/collections/{collection.api_id}/"


def test_only_assets_that_the_user_may_see_count_and_are_shown(feature_on, spring):
    MediaFactory.create_batch(2, is_archived=True)
    spring.media.add(hidden := MediaFactory(is_limited=True))
    spring.thumbnail = hidden
    spring.is_public = True
    spring.save()
    (entry,) = client_of(UserFactory()).get(PATH).json()
    assert entry["collectionCount"] == 2
    assert hidden.id_hash not in str(entry)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Summer", "Autumn", "Spring launch"]),
        ("orderBy=dateCreated asc", ["Spring launch", "Autumn", "Summer"]),
        ("orderBy=DateCreated DESC", ["Summer", "Autumn", "Spring launch"]),
        ("orderBy=name asc", ["Autumn", "Spring launch", "Summer"]),
        ("orderby=name%20desc", ["Summer", "Spring launch", "Autumn"]),
        ("keyword=spring", ["Spring launch"]),
        ("keyword=LAUNCH march", ["Spring launch"]),
        ("keyword=nothing", []),
        ("isPublic=true", ["Autumn"]),
        ("isPublic=0", ["Summer", "Autumn", "Spring launch"]),
        ("minCount=1", ["Spring launch"]),
        ("minCount=3", []),
        ("limit=1&page=2", ["Autumn"]),
        ("limit=1&page=4", []),
        ("ids=nonsense", []),
    ],
)
def test_the_list_is_searched_narrowed_sorted_and_paged(api, admin, spring, query, expected):
    CollectionFactory(name="Autumn", owner=admin, is_public=True)
    CollectionFactory(name="Summer", owner=admin)
    assert names(api.get(f"{PATH}?{query}")) == expected


@pytest.mark.parametrize("spell", [lambda c: c.api_id, lambda c: c.rfc_id, lambda c: c.api_id.lower()])
def test_collections_are_asked_for_by_ids_in_any_form(api, admin, spring, spell):
    other = CollectionFactory(owner=admin)
    CollectionFactory(owner=admin)
    found = api.get(PATH, {"ids": f"{spell(spring)},{spell(other)}"}).json()
    assert {entry["id"] for entry in found} == {spring.api_id, other.api_id}


def test_with_count_the_list_says_how_many_there_are(api, admin):
    CollectionFactory.create_batch(3, owner=admin)
    content = api.get(PATH, {"count": "true", "limit": 2}).json()
    assert (content["count"], len(content["collections"])) == (3, 2)
    assert isinstance(api.get(PATH, {"count": "false"}).json(), list)


@pytest.mark.parametrize(
    "query", ["orderBy=size", "minCount=-1", "minCount=x", "limit=-1", "page=-1", "isPublic=maybe"]
)
def test_a_parameter_that_makes_no_sense_is_named(api, query):
    response = api.get(f"{PATH}?{query}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [query.partition("=")[0]])


def test_the_list_costs_the_same_whatever_its_length(api, admin, spring, django_assert_num_queries):
    api.get(PATH)
    for _ in range(5):
        CollectionFactory(owner=admin, assets=MediaFactory.create_batch(2))
    with django_assert_num_queries(5):
        assert len(api.get(PATH).json()) == 6
