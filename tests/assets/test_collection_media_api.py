"""`/api/v4/collections/<id>/media/` as the vendor's clients call it."""

import json

import pytest

from assets.models import CollectionMedia
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(admin):
    return CollectionFactory(owner=admin, name="Marigold", assets=[MediaFactory(), MediaFactory()])


@pytest.fixture
def public(collection):
    collection.is_public = True
    collection.save()
    return collection


def path(collection):
    return f"/api/v4/collections/{collection.api_id}/media/"


def ids(collection):
    rows = collection.collection_media.order_by("id").select_related("media")
    return [row.media.api_id for row in rows]


def add(api, collection, *media):
    return api.post(path(collection), {"data": json.dumps([one.api_id for one in media])})


def remove(api, collection, *identifiers):
    return api.delete(f"{path(collection)}?deleteIds={','.join(identifiers)}")


def test_the_assets_are_a_bare_list_of_ids_in_the_order_of_adding(api, collection):
    assert api.get(path(collection)).json() == ids(collection)


def test_assets_that_the_user_may_not_see_are_left_out(feature_on, collection):
    collection.is_public = True
    collection.save()
    collection.media.add(MediaFactory(is_archived=True), MediaFactory(is_limited=True))
    client = client_of(UserFactory())
    assert client.get(path(collection)).json() == ids(collection)[:2]


def test_the_ids_cost_the_same_however_many_there_are(api, collection, django_assert_num_queries):
    collection.media.add(*MediaFactory.create_batch(10))
    api.get(path(collection))
    with django_assert_num_queries(4):
        assert len(api.get(path(collection)).json()) == 12


def test_added_assets_come_last_and_once(api, collection):
    known, new = collection.media.first(), MediaFactory()
    before = ids(collection)
    response = add(api, collection, new, known, new)
    assert (response.status_code, response.json()) == (202, {"message": "Accepted", "statuscode": 202})
    assert ids(collection) == [*before, new.api_id]


@pytest.mark.parametrize("form", ["json in a form", "a list in json", "commas", "the query"])
def test_ids_arrive_in_any_form(api, collection, form):
    new = MediaFactory.create_batch(2)
    listed = [new[0].api_id, new[1].rfc_id]
    match form:
        case "json in a form":
            api.post(path(collection), {"data": json.dumps(listed)})
        case "a list in json":
            api.post(path(collection), json.dumps({"data": listed}), content_type="application/json")
        case "commas":
            api.post(path(collection), {"data": ",".join(listed)})
        case "the query":
            api.post(f"{path(collection)}?data={json.dumps(listed)}")
    assert ids(collection)[2:] == [media.api_id for media in new]


def test_with_one_unknown_asset_none_is_added(api, collection):
    response = api.post(path(collection), {"data": json.dumps([MediaFactory().api_id, "nonsense"])})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["data"])
    assert len(ids(collection)) == 2


def test_an_asset_in_the_trash_can_not_be_added(api, collection):
    media = MediaFactory(removed_at="2026-01-01T00:00:00Z")
    assert add(api, collection, media).status_code == 400


@pytest.mark.parametrize("data", [None, "", "[", "[1]", '[["x"]]', '{"a": 1}', "[" * 5000, "null", '"x"'])
def test_what_is_no_list_of_ids_is_refused(api, collection, data):
    response = api.post(path(collection), {} if data is None else {"data": data})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["data"])


def test_there_is_a_most_that_is_added_or_removed_at_once(api, collection, monkeypatch):
    monkeypatch.setattr("assets.collections.AT_ONCE", 1)
    assert add(api, collection, *MediaFactory.create_batch(2)).status_code == 400
    response = remove(api, collection, *ids(collection))
    assert (response.status_code, list(response.json()["fields"])) == (400, ["deleteIds"])


def test_adding_costs_the_same_however_many_are_added(api, public, django_assert_num_queries):
    media = MediaFactory.create_batch(10)
    api.get(path(public))
    with django_assert_num_queries(20):  # being found by its name included
        add(api, public, *media)


def test_added_assets_are_found_by_the_collections_name(api, public):
    media = MediaFactory()
    add(api, public, media)
    media.refresh_from_db()
    assert "marigold" in media.search_words.split()


def test_the_assets_history_says_who_put_it_in_and_took_it_out(api, admin, token, public):
    media = MediaFactory()
    add(api, public, media)
    remove(api, public, media.api_id)
    removed, added = media.history.all()
    assert (added.user_id, added.key_id, added.details) == (
        str(admin.pk), token.key_id, {"collection": ["", public.api_id]},
    )  # fmt: skip
    assert removed.details == {"collection": [public.api_id, ""]}


def test_removed_assets_are_gone_and_what_is_not_there_needs_no_removing(api, collection):
    first, second = ids(collection)
    assert remove(api, collection, first, MediaFactory().api_id, "nonsense").status_code == 204
    assert ids(collection) == [second]


def test_a_removed_asset_is_no_thumbnail_any_more(api, collection):
    collection.thumbnail = collection.media.first()
    collection.save()
    remove(api, collection, collection.thumbnail.api_id)
    collection.refresh_from_db()
    assert collection.thumbnail is None


def test_filling_moves_the_date_of_change_and_nothing_else_does(api, collection):
    before = collection.modified_at
    add(api, collection, collection.media.first())
    collection.refresh_from_db()
    assert collection.modified_at == before
    add(api, collection, MediaFactory())
    collection.refresh_from_db()
    assert collection.modified_at > before


def test_a_deleted_asset_leaves_its_collections(api, collection):
    collection.media.first().delete()
    assert CollectionMedia.objects.count() == 1
