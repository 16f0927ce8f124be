"""Collections one by one, as the vendor's clients read, make, change and delete them."""

import pytest

from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.models import Collection
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import ADMINISTRATOR, ProfileFactory, UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/collections/"


def address(collection, spell=lambda c: c.api_id):
    return f"{PATH}{spell(collection)}/"


# One collection


@pytest.mark.parametrize("spell", [lambda c: c.api_id, lambda c: c.rfc_id, lambda c: c.uuid.hex])
def test_a_collection_is_found_by_path_and_by_query(api, spring, spell):
    by_path = api.get(address(spring, spell)).json()
    assert by_path["id"] == spring.api_id
    assert api.get(PATH, {"id": spell(spring)}).json() == by_path


@pytest.mark.parametrize("identifier", ["nonsense", "00000000-0000-0000-0000000000000000"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_collection_is_not_found(api, identifier, method):
    response = getattr(api, method)(f"{PATH}{identifier}/")
    assert (response.status_code, response.json()["message"]) == (404, "Collection not found")


def test_an_unknown_collection_is_not_found_by_query_either(api):
    assert api.get(PATH, {"id": "nonsense"}).status_code == 404
    assert api.delete(f"{PATH}?id=nonsense").status_code == api.delete(PATH).status_code == 404


# Creating


def test_a_new_collection_has_an_address_and_is_listed_at_once(api, admin):
    response = api.post(PATH, {"name": "New  things", "description": "All of them"})
    identifier = response.json()["id"]
    assert (response.status_code, response.json()["message"]) == (201, "Created")
    assert response.headers["Location"] == f"http://testserver{PATH}{identifier}/"
    (entry,) = api.get(PATH, {"keyword": "new things"}).json()
    assert (entry["id"], entry["name"], entry["userId"]) == (identifier, "New things", admin.api_id)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "name"),
        ({"name": " \t"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "x", "description": "y" * 5001}, "description"),
    ],
)
def test_a_new_collection_that_is_wrong_is_refused(api, fields, named):
    response = api.post(PATH, fields)
    assert (response.status_code, list(response.json()["fields"])) == (400, [named])
    assert not Collection.objects.exists()


def test_a_name_that_is_missing_is_said_in_the_vendors_words(api):
    assert "Collection name can't be empty" in api.post(PATH).json()["message"]


# Changing


def test_only_what_is_sent_is_changed(api, spring):
    response = api.post(address(spring), {"name": "Spring 2027"})
    assert (response.status_code, response.json()["statuscode"]) == (201, 201)
    entry = api.get(address(spring)).json()
    assert (entry["name"], entry["description"], entry["isPublic"]) == ("Spring 2027", "For March", False)


def test_a_description_can_be_emptied_but_not_a_name(api, spring):
    assert api.post(address(spring), {"description": ""}).status_code == 201
    assert api.get(address(spring)).json()["description"] == ""
    assert api.post(address(spring), {"name": ""}).status_code == 400


def test_making_it_public_and_private_is_audited(api, spring):
    api.post(address(spring), {"isPublic": "1"})
    assert api.get(address(spring)).json()["IsPublic"] == 1
    api.post(address(spring), {"isPublic": "false"})
    actions = AuditEntry.objects.about("collection", spring.api_id).values_list("action", flat=True)
    assert list(actions) == [Action.COLLECTION_WITHDRAWN, Action.COLLECTION_PUBLISHED]


def test_making_it_public_needs_the_permission_and_nothing_else_is_changed(feature_on, spring):
    rita = UserFactory()
    spring.owner = rita
    spring.save()
    response = client_of(rita).post(address(spring), {"isPublic": "true", "name": "Public"})
    assert (response.status_code, "Make collections public" in response.json()["message"]) == (403, True)
    spring.refresh_from_db()
    assert (spring.is_public, spring.name) == (False, "Spring launch")


def test_the_thumbnail_is_one_of_the_collections_assets(api, spring):
    for wrong in ("nonsense", MediaFactory().api_id):
        response = api.post(address(spring), {"thumbnailAssetId": wrong})
        assert (response.status_code, list(response.json()["fields"])) == (400, ["thumbnailAssetId"])


def test_a_new_name_of_a_public_collection_finds_the_assets(api, spring):
    api.post(address(spring), {"isPublic": "1"})
    api.post(address(spring), {"name": "Marigold"})
    words = spring.media.first().search_words.split()
    assert "marigold" in words
    assert "launch" not in words


def test_a_withdrawn_collection_finds_the_assets_no_longer(api, spring):
    for flag, expected in (("1", True), ("0", False)):
        api.post(address(spring), {"isPublic": flag})
        assert ("launch" in spring.media.first().search_words.split()) is expected


# Deleting


@pytest.mark.parametrize("form", ["path", "query"])
def test_a_deleted_collection_is_gone_and_its_assets_stay(api, spring, form):
    media = list(spring.media.all())
    target = address(spring) if form == "path" else f"{PATH}?id={spring.api_id}"
    assert api.delete(target).status_code == 204
    assert api.get(address(spring)).status_code == 404
    for one in media:
        one.refresh_from_db()
    assert AuditEntry.objects.get(action=Action.COLLECTION_DELETED).target_name == "Spring launch"


def test_a_deleted_collection_finds_no_assets(api, spring):
    media = spring.media.first()
    api.post(address(spring), {"isPublic": "1"})
    api.delete(address(spring))
    media.refresh_from_db()
    assert "launch" not in media.search_words.split()


def test_an_owner_needs_no_permission_to_delete(feature_on):
    collection = CollectionFactory(
        owner=UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))
    )
    assert client_of(collection.owner).delete(address(collection)).status_code == 204


# Who may


@pytest.mark.parametrize(
    ("method", "scope", "status"),
    [
        ("get", Scope.COLLECTION_READ, 200),
        ("get", Scope.COLLECTION_WRITE, 403),
        ("post", Scope.COLLECTION_READ, 403),
        ("post", Scope.COLLECTION_WRITE, 201),
        ("delete", Scope.COLLECTION_READ, 403),
        ("delete", Scope.COLLECTION_WRITE, 204),
    ],
)
@pytest.mark.usefixtures("feature_on")
def test_reading_and_writing_take_their_own_scopes(spring, method, scope, status):
    client = client_of(spring.owner, scopes=[scope])
    assert getattr(client, method)(address(spring)).status_code == status


def test_whoever_may_not_create_collections_is_told_what_is_missing(feature_on):
    light = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))
    response = client_of(light).post(PATH, {"name": "Mine"})
    assert (response.status_code, response.json()["required_permission"]) == (403, "COLLECTIONS")


def test_an_administrator_who_is_neither_owner_nor_invited_sees_no_private_collection(feature_on, spring):
    assert client_of(UserFactory(profile=ADMINISTRATOR)).get(PATH).json() == []
