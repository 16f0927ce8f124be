"""One asset: `GET` and `DELETE`, with its id in the path or the query."""

import uuid

import pytest

from accounts.permissions import Permission
from assets.models import Change, HistoryEntry, Media
from tests.accounts.factories import LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
FORMS = ["path", "query"]


def call(api, method, identifier, form, query=""):
    send = getattr(api, method)
    return send(f"{PATH}{identifier}/?{query}" if form == "path" else f"{PATH}?id={identifier}&{query}")


@pytest.fixture
def harbour(admin):
    season = MetapropertyFactory(name="season")
    return MediaFactory(
        name="Harbour",
        tagged=["sea"],
        answers=[OptionFactory(metaproperty=season, name="spring")],
        content=b"x",
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spell", [lambda m: m.api_id, lambda m: m.rfc_id, lambda m: m.api_id.lower()])
def test_an_asset_is_found_by_its_id_in_any_form_and_place(api, harbour, form, spell):
    found = call(api, "get", spell(harbour), form).json()
    assert (found["id"], found["name"], found["tags"]) == (harbour.api_id, "Harbour", ["sea"])
    assert (found["property_season"], found["relatedAssets"]) == (["spring"], [])


def test_an_asset_is_what_the_list_says_of_it(api, harbour):
    (entry,) = api.get(PATH).json()
    assert call(api, "get", harbour.api_id, "path").json() == {**entry, "relatedAssets": []}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("method", ["get", "delete"])
@pytest.mark.parametrize(
    "identifier", ["nobody", str(uuid.UUID(int=7)), "%ff", "7C9E6679", "a" * 3000, "None"]
)
def test_an_asset_that_does_not_exist_is_not_found(api, form, method, identifier):
    response = call(api, method, identifier, form)
    assert (response.status_code, response.json()["message"]) == (404, "File not found")
    assert response.json()["statuscode"] == 404


@pytest.mark.parametrize("value", ["1", "true", "True"])
@pytest.mark.parametrize("form", FORMS)
def test_the_files_are_there_on_demand(api, harbour, form, value):
    found = call(api, "get", harbour.api_id, form, f"versions={value}").json()
    assert [(item["type"], item["fileName"]) for item in found["mediaItems"]] == [("original", "harbour.png")]
    assert "mediaItems" not in call(api, "get", harbour.api_id, form, "versions=0").json()


def test_the_focus_point_is_there_when_it_is_set(api, harbour):
    assert "activeOriginalFocusPoint" not in call(api, "get", harbour.api_id, "path").json()
    Media.objects.update(focus_x=0, focus_y=7)
    found = call(api, "get", harbour.api_id, "path", "versions=1").json()
    assert found["activeOriginalFocusPoint"] == found["mediaItems"][0]["focusPoint"] == {"x": 0, "y": 7}


@pytest.mark.parametrize("form", FORMS)
def test_statistics_are_there_on_demand(api, harbour, form):
    Media.objects.update(views=3, downloads=2)
    found = call(api, "get", harbour.api_id, form, "stats=true").json()
    assert (found["views"], found["downloads"]) == (3, 2)
    assert "views" not in call(api, "get", harbour.api_id, form).json()


def test_statistics_need_the_permission(feature_on, harbour):
    response = call(client_of(UserFactory(profile=REGULAR)), "get", harbour.api_id, "path", "stats=1")
    assert (response.status_code, response.json()["required_permission"]) == (403, Permission.VIEW_STATISTICS)


def test_an_asset_costs_the_same_whatever_it_has(api, harbour, django_assert_num_queries):
    call(api, "get", harbour.api_id, "path")
    with django_assert_num_queries(8):
        call(api, "get", harbour.api_id, "path", "versions=1&stats=1")


def test_reading_is_no_view(api, harbour):
    call(api, "get", harbour.api_id, "path")
    assert call(api, "get", harbour.api_id, "path", "stats=1").json()["views"] == 0


# Deleting


@pytest.mark.parametrize("form", FORMS)
def test_a_deleted_asset_goes_to_the_trash_and_is_nowhere_else(api, admin, harbour, form):
    response = call(api, "delete", harbour.rfc_id, form)
    assert (response.status_code, response.content) == (204, b"")
    assert call(api, "get", harbour.api_id, "path").status_code == 404
    assert (api.get(PATH).json(), api.get(f"{PATH}?ids={harbour.api_id}").json()) == ([], [])
    harbour.refresh_from_db()
    assert (harbour.removed_by, harbour.items.count()) == (admin, 1)


def test_deleting_twice_is_not_found_and_written_once(api, harbour):
    call(api, "delete", harbour.api_id, "path")
    assert call(api, "delete", harbour.api_id, "path").status_code == 404
    assert HistoryEntry.objects.filter(change=Change.DELETED).count() == 1


def test_the_history_says_who_deleted_through_which_token(api, token, admin, harbour):
    call(api, "delete", harbour.api_id, "path")
    entry = harbour.history.get()
    assert (entry.user_name, entry.door, entry.key_id) == (admin.audit_name, "api", token.key_id)


def test_a_deleted_assets_tags_are_counted_without_it(api, harbour):
    MediaFactory(tagged=["sea"])
    call(api, "delete", harbour.api_id, "path")
    assert harbour.tags.get().media_count == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("profile", [REGULAR, LIGHT])
def test_deleting_needs_the_permission(feature_on, harbour, form, profile):
    response = call(client_of(UserFactory(profile=profile)), "delete", harbour.api_id, form)
    assert (response.status_code, response.json()["required_permission"]) == (403, Permission.DELETE_ASSETS)
    assert Media.objects.kept().count() == 1


def test_nobody_deletes_what_they_may_not_see(feature_on, harbour):
    Media.objects.update(is_archived=True)
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.DELETE_ASSETS])
    assert call(client_of(UserFactory(profile=profile)), "delete", harbour.api_id, "path").status_code == 404
    assert Media.objects.kept().count() == 1
