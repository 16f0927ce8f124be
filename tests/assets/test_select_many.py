"""One thing done to many assets from the list."""

import re

import pytest

from accounts.permissions import Permission
from assets.models import Collection, HistoryEntry, Media
from portal.audit.models import DoorKind
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
READER, EDITOR = (Permission.VIEW_ASSETS,), (Permission.VIEW_ASSETS, Permission.EDIT_ASSETS)


def act(client, action, *media, **fields):
    """The list that follows the action."""
    ids = [one.api_id for one in media]
    return client.post(f"/assets/{action}/", {"assets": ids, **fields}, follow=True)


def tags_of(media):
    return sorted(media.tags.values_list("name", flat=True))


@pytest.fixture
def pair(db):
    return MediaFactory(name="One", tagged=["old"]), MediaFactory(name="Two")


def test_tags_are_added_to_what_each_asset_has(admin_client, pair):
    page = act(admin_client, "tag", *pair, tags="Harbour, spring 2026")
    assert [tags_of(media) for media in pair] == [
        ["Harbour", "old", "spring 2026"],
        ["Harbour", "spring 2026"],
    ]
    assert "2 assets now have the tags Harbour, spring 2026." in page.text


def test_history_says_who_tagged_through_a_page(admin_client, admin, pair):
    act(admin_client, "tag", pair[0], tags="sea")
    entry = HistoryEntry.objects.get(media=pair[0])
    assert (entry.user_id, entry.door, entry.key_id) == (admin.audit_id, DoorKind.PAGE, "")


def test_history_says_in_one_entry_which_tags_were_added(admin_client, pair):
    act(admin_client, "tag", *pair, tags="sea, old")
    assert [entry.details for entry in HistoryEntry.objects.filter(media=pair[0])] == [
        {"tags": [["old"], ["old", "sea"]]}
    ]


@pytest.mark.parametrize(("action", "queries"), [("tag", 30), ("delete", 10)])
def test_it_takes_few_queries_whatever_is_selected(admin_client, django_assert_num_queries, action, queries):
    for number in (1, 9):
        media = MediaFactory.create_batch(number, tagged=["old"])
        data = {"assets": [one.api_id for one in media], "tags": f"a{number}, b{number}"}
        with django_assert_num_queries(queries):
            admin_client.post(f"/assets/{action}/", data)


@pytest.mark.parametrize(("tags", "message"), [("", "at least one tag"), ("x" * 81, "at most 80 characters")])
def test_wrong_tags_are_explained_and_change_nothing(admin_client, pair, tags, message):
    page = act(admin_client, "tag", *pair, tags=f"fine,{tags}" if tags else "")
    assert message in page.text
    assert tags_of(pair[1]) == []


def test_assets_are_put_into_a_collection(admin_client, admin, pair):
    collection = CollectionFactory(name="Launch", owner=admin, assets=pair[:1])
    page = act(admin_client, "collect", *pair, collection=collection.api_id)
    assert set(collection.media.all()) == set(pair)
    assert "1 asset added to Launch. 1 asset was in it already." in page.text


def test_assets_are_put_into_a_new_collection(admin_client, admin, pair):
    act(admin_client, "collect", *pair, name="Press kit")
    collection = Collection.objects.get(name="Press kit")
    assert (collection.owner, collection.media.count()) == (admin, 2)


def test_a_new_collection_needs_a_name(admin_client, pair):
    page = act(admin_client, "collect", *pair, name=" ")
    assert "Collection name can&#x27;t be empty" in page.text
    assert not Collection.objects.exists()


def test_a_collection_of_somebody_else_is_refused(admin_client, pair):
    other = CollectionFactory(owner=UserFactory())
    page = act(admin_client, "collect", *pair, collection=other.api_id)
    assert "you can&#x27;t change it any more" in page.text
    assert other.media.count() == 0


def test_assets_go_to_the_trash(admin_client, pair):
    page = act(admin_client, "delete", *pair)
    assert Media.objects.in_trash().count() == 2
    assert "2 assets moved to the trash" in page.text


def test_nothing_selected_is_said(admin_client, pair):
    assert "select at least one asset" in act(admin_client, "delete").text


def test_what_somebody_can_not_see_is_not_touched(pair):
    archived = MediaFactory(is_archived=True)
    act(browser_with(*EDITOR), "tag", pair[0], archived, tags="sea")
    assert (tags_of(pair[0]), tags_of(archived)) == (["old", "sea"], [])


def selected(page):
    return re.findall(r'name="assets" value="([^"]+)" form="selection" checked', page.text)


@pytest.mark.parametrize(("action", "fields"), [("tag", {"tags": "sea"}), ("collect", {"name": "Press kit"})])
def test_what_stays_in_the_list_stays_selected_for_the_next_action(admin_client, pair, action, fields):
    MediaFactory()
    page = act(admin_client, action, *pair, **fields)
    assert sorted(selected(page)) == sorted(media.api_id for media in pair)
    assert "They are still selected." in page.text
    assert selected(admin_client.get("/assets/")) == []


def test_a_search_meanwhile_does_not_take_the_selection(admin_client, pair):
    admin_client.post("/assets/tag/", {"assets": pair[0].api_id, "tags": "sea"})
    admin_client.get("/assets/", headers={"HX-Request": "true"})
    assert selected(admin_client.get("/assets/")) == [pair[0].api_id]


def test_after_deleting_nothing_is_selected(admin_client, pair):
    page = act(admin_client, "delete", pair[0])
    assert selected(page) == []
    assert "still selected" not in page.text


# What is wrong


def test_an_error_stands_beside_its_field_in_an_open_panel(admin_client, pair):
    page = act(admin_client, "collect", *pair, name=" ")
    assert page.status_code == 422
    assert 'aria-invalid="true" aria-describedby="selection-name-errors"' in page.text
    assert '<div class="menu selection__panel" id="select-collect">' in page.text
    assert page.text.count('selection__panel" id="select-tag" popover') == 1


def test_what_was_typed_is_kept(admin_client, pair):
    page = act(admin_client, "tag", *pair, tags=f"Quay, {'x' * 81}")
    assert page.context["ask"]["tag"]["tags"].value() == f"Quay, {'x' * 81}"
    assert f'value="Quay, {"x" * 81}"' in page.text


def test_an_existing_collection_stays_chosen_beside_a_name_that_is_too_long(admin_client, admin, pair):
    collection = CollectionFactory(owner=admin)
    page = act(admin_client, "collect", *pair, collection=collection.api_id, name="x" * 121)
    assert f'<option value="{collection.api_id}" selected>' in page.text


def test_the_same_assets_are_selected_in_the_list_as_it_was(admin_client, pair):
    other = MediaFactory(name="One more")
    page = act(admin_client, "collect", pair[0], name="", back="keyword=one&sort=name")
    assert list(page.context["page_obj"]) == [pair[0], other]
    assert selected(page) == [pair[0].api_id]
    assert 'name="back" value="keyword=one&amp;sort=name"' in page.text


def test_without_selected_assets_what_was_typed_is_kept_too(admin_client, pair):
    page = act(admin_client, "tag", tags="Quay")
    assert page.status_code == 422
    assert 'value="Quay"' in page.text


def test_a_page_of_the_list_after_an_error_is_one_of_the_list(admin_client):
    response = admin_client.get("/assets/tag/?keyword=one&page=2")
    assert response.url == "/assets/?keyword=one&page=2"


def test_one_is_back_in_the_list_as_it_was(admin_client, pair):
    page = act(admin_client, "tag", *pair, tags="sea", back="type=image&sort=name")
    assert page.redirect_chain == [("/assets/?type=image&sort=name", 302)]


@pytest.mark.parametrize("action", ["tag", "collect", "delete"])
def test_an_action_without_its_permission_is_refused(pair, action):
    response = browser_with(*READER).post(f"/assets/{action}/", {"assets": pair[0].api_id, "tags": "x"})
    assert response.status_code == 403
    assert "needs the permission" in response.text
    assert tags_of(pair[0]) == ["old"]


def test_only_actions_that_somebody_may_do_are_offered(pair):
    page = browser_with(*EDITOR).get("/assets/").text
    assert "assets/tag/" in page
    assert "assets/delete/" not in page
    assert "data-select-all" not in browser_with(*READER).get("/assets/").text


# Finding one of many collections


@pytest.fixture
def many(admin, monkeypatch):
    """More collections than are offered at once."""
    monkeypatch.setattr("assets.forms.selection.COLLECTIONS_SHOWN", 2)
    return [CollectionFactory(owner=admin, name=f"{name} 2026") for name in ("Autumn", "Spring", "Winter")]


def offered(page):
    return re.findall(r"<option[^>]*>([^<]+ 2026)</option>", page.text)


def test_few_collections_need_no_search(admin_client, admin, pair):
    CollectionFactory(owner=admin)
    assert "Find a collection" not in admin_client.get("/assets/").text


def test_of_many_collections_those_with_the_typed_words_are_offered(admin_client, many, pair):
    page = admin_client.get("/assets/")
    assert (offered(page), "Find a collection" in page.text) == (["Autumn 2026", "Spring 2026"], True)
    found = admin_client.get("/assets/collect/", {"search": "wint"}, headers={"HX-Request": "true"})
    assert offered(found) == ["Winter 2026"]


def test_the_chosen_collection_stays_while_others_are_searched(admin_client, many, pair):
    form = admin_client.get("/assets/").context["ask"]["collect"]
    assert form["search"].field.widget.attrs["hx-include"] == f"#{form['collection'].id_for_label}"
    sent = {"search": "wint", "collection": many[0].api_id}
    found = admin_client.get("/assets/collect/", sent, headers={"HX-Request": "true"})
    assert offered(found) == ["Autumn 2026", "Winter 2026"]
    assert f'<option value="{many[0].api_id}" selected>' in found.text


def test_a_collection_is_found_without_javascript_too(admin_client, many, pair):
    page = act(admin_client, "collect", pair[0], search="wint", find="1")
    assert (page.status_code, offered(page)) == (200, ["Winter 2026"])
    assert '<div class="menu selection__panel" id="select-collect">' in page.text
    assert page.context["selected"] == [pair[0].api_id]


def test_a_collection_that_is_not_among_the_first_takes_assets(admin_client, many, pair):
    act(admin_client, "collect", *pair, search="wint", collection=many[2].api_id)
    assert many[2].media.count() == 2


def test_no_collection_has_words_that_no_text_can_have(admin_client, many, pair):
    page = act(admin_client, "collect", *pair, search="\0", find="1")
    assert "Null characters are not allowed" in page.text
