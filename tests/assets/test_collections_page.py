"""The list of collections, and the pages of one."""

import pytest

from assets.models import Collection, CollectionShare
from tests.accounts.factories import LIGHT, UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.browsers import browser

pytestmark = pytest.mark.django_db
URL = "/collections/"


@pytest.fixture
def spring(admin):
    """Ada's collection with two assets."""
    return CollectionFactory(name="Spring launch", owner=admin, assets=MediaFactory.create_batch(2))


@pytest.fixture
def rita(db):
    return UserFactory(first_name="Rita", last_name="Regular", username="rita", email="rita@acme.example")


def page(collection, what=""):
    return f"{URL}{collection.api_id}/{what}"


def shown(client, **query):
    return [collection.name for collection in client.get(URL, query).context["page_obj"]]


def shared(collection, user, level="view"):
    return CollectionShare.objects.create(collection=collection, recipient=user.email, level=level)


# The list


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Of Rita", "Autumn", "Spring launch"]),
        ({"search": "SPRING"}, ["Spring launch"]),
        ({"whose": "mine"}, ["Autumn", "Spring launch"]),
        ({"whose": "shared"}, ["Of Rita"]),
        ({"whose": "public"}, ["Autumn"]),
        ({"sort": "name"}, ["Autumn", "Of Rita", "Spring launch"]),
        ({"sort": "nonsense", "whose": "nobody's"}, ["Of Rita", "Autumn", "Spring launch"]),
    ],
)
def test_collections_are_searched_narrowed_and_sorted(admin_client, spring, rita, query, expected):
    admin = spring.owner
    CollectionFactory(name="Autumn", owner=admin, is_public=True)
    CollectionFactory(name="Hidden", owner=rita)
    shared(CollectionFactory(name="Of Rita", owner=rita), admin)
    assert shown(admin_client, **query) == expected


def test_a_card_shows_covers_count_and_owner(admin_client, spring):
    response = admin_client.get(URL)
    first = spring.media.first()
    assert f"/m/{first.id_hash}/thul-" in response.text
    assert "2 assets · yours" in response.text


def test_an_empty_list_says_what_collections_are_for(rita):
    assert "A collection keeps assets together" in browser(rita).get(URL).text


def test_a_search_without_a_result_leads_back(admin_client, spring):
    assert "No collection matches" in admin_client.get(URL, {"search": "nothing"}).text


def test_the_list_costs_the_same_whatever_its_length(admin_client, admin, spring, django_assert_num_queries):
    admin_client.get(URL)
    for _ in range(5):
        CollectionFactory(owner=admin, assets=MediaFactory.create_batch(3))
    with django_assert_num_queries(8):
        admin_client.get(URL)


def test_only_who_may_add_collections_is_offered_it(admin_client):
    assert "Add collection" in admin_client.get(URL).text
    assert "Add collection" not in browser(UserFactory(profile=LIGHT)).get(URL).text


# Adding and editing


def test_a_new_collection_leads_to_itself(admin_client, admin):
    response = admin_client.post(f"{URL}add/", {"name": "Summer", "description": "Sun"}, follow=True)
    added = Collection.objects.get()
    assert (response.redirect_chain[-1][0], added.owner, added.is_public) == (page(added), admin, False)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": " "}, {"name": "x" * 121}])
def test_a_new_collection_that_is_wrong_is_shown_again(admin_client, fields):
    response = admin_client.post(f"{URL}add/", fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_a_collection_is_renamed_described_and_made_public(admin_client, spring):
    fields = {"name": "Spring 2027", "description": "New", "is_public": "on"}
    admin_client.post(page(spring, "edit/"), fields)
    spring.refresh_from_db()
    assert (spring.name, spring.description, spring.is_public) == ("Spring 2027", "New", True)


def test_who_may_not_make_it_public_leaves_that_as_it_is(spring, rita):
    spring.is_public = True
    spring.save()
    shared(spring, rita, level="edit")
    client = browser(rita)
    assert "is_public" not in client.get(page(spring, "edit/")).context["form"].fields
    client.post(page(spring, "edit/"), {"name": "Ours"})
    spring.refresh_from_db()
    assert (spring.name, spring.is_public) == ("Ours", True)


# One collection


def test_the_owner_sees_everything_to_do(admin_client, spring):
    response = admin_client.get(page(spring))
    assert [inside.media for inside in response.context["page_obj"]] == list(spring.media.all())
    assert all(word in response.text for word in ("Share", "Edit", "Delete", "Remove from collection"))


def test_whoever_may_only_look_is_offered_nothing_else(spring, rita):
    shared(spring, rita)
    response = browser(rita).get(page(spring))
    assert response.status_code == 200
    assert not [
        word
        for word in ("Remove from", "/edit/", "/delete/", 'popovertarget="sharing"')
        if word in response.text
    ]


def test_assets_that_one_may_not_see_are_neither_shown_nor_counted(spring, rita):
    shared(spring, rita)
    spring.media.add(MediaFactory(name="Old days", is_archived=True))
    response = browser(rita).get(page(spring))
    assert "2 assets" in response.text
    assert "Old days" not in response.text


def test_the_page_costs_the_same_however_much_is_in_it(admin_client, spring, django_assert_num_queries):
    admin_client.get(page(spring))
    spring.media.add(*MediaFactory.create_batch(10))
    with django_assert_num_queries(14):
        admin_client.get(page(spring))


def test_looking_at_it_is_counted(admin_client, spring):
    admin_client.get(page(spring))
    spring.refresh_from_db()
    assert spring.views == 1


@pytest.mark.parametrize("what", ["", "edit/", "share/", "delete/"])
def test_a_stranger_finds_nothing(spring, rita, what):
    assert browser(rita).get(page(spring, what)).status_code == 404


@pytest.mark.parametrize("what", ["edit/", "share/", "delete/"])
def test_whoever_may_only_look_can_change_nothing(spring, rita, what):
    shared(spring, rita)
    client = browser(rita)
    assert client.get(page(spring, what)).status_code == 403
    assert (
        client.post(
            page(spring, what), {"name": "Mine", "recipients": "x@else.example", "level": "view"}
        ).status_code
        == 403
    )
    spring.refresh_from_db()
    assert (spring.name, spring.shares.count()) == ("Spring launch", 1)


# Removing and deleting


def test_selected_assets_are_removed(admin_client, spring):
    first, second = spring.media.order_by("collection_media__id")
    response = admin_client.post(page(spring, "remove/"), {"assets": [first.api_id]}, follow=True)
    assert "1 asset removed" in response.text
    assert list(spring.media.all()) == [second]


def test_nothing_selected_removes_nothing_and_says_so(admin_client, spring):
    response = admin_client.post(page(spring, "remove/"), follow=True)
    assert "Nothing was removed" in response.text


def test_removing_after_signing_in_again_leads_to_the_collection(admin_client, spring):
    assert admin_client.get(page(spring, "remove/")).url == page(spring)


def test_deleting_is_confirmed_and_leaves_the_assets(admin_client, spring, rita):
    shared(spring, rita)
    assert "It is shared once" in admin_client.get(page(spring, "delete/")).text
    media = spring.media.first()
    response = admin_client.post(page(spring, "delete/"), follow=True)
    assert "Spring launch is deleted" in response.text
    media.refresh_from_db()
    assert not Collection.objects.exists()
