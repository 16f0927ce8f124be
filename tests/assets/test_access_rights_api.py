"""Who sees metaproperties and options, as the vendor's clients ask and change it."""

import json
import uuid

import pytest

from accounts import profiles
from accounts.models import Group
from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.models import AccessRight, Media, MediaText, Option
from assets.search import Filters, find
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita(db):
    return UserFactory(first_name="Rita", last_name="Regular", email="rita@acme.example")


def of_metaproperty(metaproperty):
    return f"/api/content_access/metaproperties/{metaproperty.api_id}"


def of_option(option, tail=""):
    return f"/api/1/content-access/options/{option.rfc_id}{tail}"


def send(api, method, path, body):
    return getattr(api, method)(path, json.dumps(body), content_type="application/json")


def principal(person, kind="user"):
    return {"principalId": str(person.pk), "principalType": kind}


# Metaproperties


def test_a_metaproperty_is_hidden_from_somebody_and_shown_again(api, colour, rita):
    body = {"principals": [principal(rita)], "level": "metaproperty.hide"}
    response = send(api, "post", of_metaproperty(colour), body)
    assert (response.status_code, response.json()) == (201, [principal(rita)])
    client = client_of(rita)
    assert client.get("/api/v4/metaproperties/").json() == {}
    (right,) = api.get(of_metaproperty(colour)).json()
    assert (
        send(api, "delete", of_metaproperty(colour), {"contentAccessIds": [right["id"]]}).status_code == 204
    )
    assert list(client.get("/api/v4/metaproperties/").json()) == ["colour"]


def test_a_right_says_whose_it_is(api, colour, rita):
    group = Group.objects.create(name="Editors")
    people = [principal(rita), principal(group, "group"), principal(rita.profile, "profile")]
    send(api, "post", of_metaproperty(colour), {"principals": people})
    first, *others = api.get(of_metaproperty(colour)).json()
    assert first == {
        "id": AccessRight.objects.get(principal_id=rita.pk).rfc_id, "contentId": colour.rfc_id,
        "contentType": "metaproperty", "level": "metaproperty.hide", "ruleType": "allow",
        "principalId": str(rita.pk), "principalType": "user", "principalName": "Rita Regular",
        "principalExtraInformation": {"email": "rita@acme.example"},
    }  # fmt: skip
    assert [right["principalName"] for right in others] == ["Editors", "Regular user"]


def test_hiding_twice_is_hiding_once(api, colour, rita):
    for _ in range(2):
        send(api, "post", of_metaproperty(colour), {"principals": [principal(rita), principal(rita)]})
    assert AccessRight.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("principals", {"level": "metaproperty.hide"}),
        ("principals", {"principals": "rita"}),
        ("principals", {"principals": ["rita"]}),
        ("principals", {"principals": [{"principalId": "x", "principalType": "user"}]}),
        ("principals", {"principals": [{"principalId": str(uuid.UUID(int=7)), "principalType": "user"}]}),
        ("principals", {"principals": [{"principalId": str(uuid.UUID(int=7)), "principalType": "role"}]}),
        ("level", {"principals": [], "level": "metaproperty.view"}),
    ],
)
def test_a_wrong_field_is_named(api, colour, name, body):
    response = send(api, "post", of_metaproperty(colour), body)
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


@pytest.fixture(params=["at once", "in the background"])
def reindexed(request, monkeypatch):
    """Assets of a test are few enough to be made findable at once, or too many."""
    if request.param != "at once":
        monkeypatch.setattr("assets.search_index.BATCH", 2)


@pytest.mark.usefixtures("reindexed")
def test_what_is_hidden_from_somebody_finds_nothing_until_it_is_shown_again(
    api, admin, red, rita, django_capture_on_commit_callbacks
):
    colour = red.metaproperty
    MediaFactory.create_batch(3, answers=[red])
    with django_capture_on_commit_callbacks(execute=True):
        send(api, "post", of_metaproperty(colour), {"principals": [principal(rita)]})
    assert not find(Filters(keyword="red"), admin).exists()
    with django_capture_on_commit_callbacks(execute=True):
        send(api, "delete", of_metaproperty(colour), {"contentAccessIds": [AccessRight.objects.get().rfc_id]})
    assert find(Filters(keyword="red"), admin).count() == 3


def test_a_profile_that_is_deleted_hides_nothing_any_more(api, admin, red):
    profile = ProfileFactory()
    MediaFactory(answers=[red])
    send(api, "post", of_metaproperty(red.metaproperty), {"principals": [principal(profile, "profile")]})
    assert not find(Filters(keyword="red"), admin).exists()
    profiles.delete(profile, by=admin, door=COMMAND)
    assert not AccessRight.objects.exists()
    assert find(Filters(keyword="red"), admin).exists()


def test_what_is_written_for_a_hidden_metaproperty_finds_nothing(api, admin, rita):
    project = MetapropertyFactory(type="text")
    MediaText.objects.create(media=MediaFactory(), metaproperty=project, value="Falcon")
    send(api, "post", of_metaproperty(project), {"principals": [principal(rita)]})
    assert not find(Filters(keyword="falcon"), admin).exists()


def test_rights_are_deleted_by_ids_of_this_metaproperty_only(api, colour, rita):
    other = MetapropertyFactory()
    send(api, "post", of_metaproperty(other), {"principals": [principal(rita)]})
    ids = {"contentAccessIds": [AccessRight.objects.get().rfc_id, "nonsense"]}
    assert send(api, "delete", of_metaproperty(colour), ids).status_code == 204
    assert AccessRight.objects.exists()


# Options


def test_a_restricted_option_and_its_assets_are_seen_by_those_with_a_right(api, red, rita):
    MediaFactory(answers=[red])
    assert Media.objects.visible_to(rita).count() == 1
    response = send(api, "put", of_option(red, "/visibility"), {"defaultVisibility": "HIDDEN"})
    assert (response.status_code, response.json()) == (200, {"defaultVisibility": "hidden"})
    assert Media.objects.visible_to(rita).count() == 0
    answer = send(api, "put", of_option(red), {"principals": [principal(rita)], "level": "option.view"})
    assert (answer.status_code, answer.json()) == (200, [principal(rita)])
    assert Media.objects.visible_to(rita).count() == 1
    assert Option.objects.visible_to(rita).count() == 2


@pytest.mark.parametrize("gone", ["options/{parent}/", ""])
def test_nobody_uncovers_assets_by_deleting_options_that_are_hidden_from_them(feature_on, red, gone):
    taxonomy = (Permission.VIEW_ASSETS, Permission.VIEW_METAPROPERTIES, Permission.MANAGE_METADATA)
    thea = UserFactory(profile=ProfileFactory(permissions=taxonomy))
    parent, hidden = red.metaproperty.options.get(name="blue"), red
    Option.objects.filter(pk=hidden.pk).update(is_restricted=True, parent=parent)
    MediaFactory(answers=[hidden])
    path = f"/api/v4/metaproperties/{red.metaproperty.api_id}/{gone.format(parent=parent.api_id)}"
    assert client_of(thea).delete(path).status_code == 403
    assert Media.objects.visible_to(thea).count() == 0


def test_the_visibility_is_told(api, red):
    assert api.get(of_option(red, "/visibility")).json() == {"defaultVisibility": "visible"}


@pytest.mark.parametrize("body", [{}, {"defaultVisibility": "maybe"}, {"defaultVisibility": {}}])
def test_a_visibility_that_is_none_is_named(api, red, body):
    response = send(api, "put", of_option(red, "/visibility"), body)
    assert (response.status_code, list(response.json()["fields"])) == (400, ["defaultVisibility"])


def test_rights_to_an_option_are_replaced(api, red, rita):
    profile = rita.profile
    send(api, "put", of_option(red), {"principals": [principal(rita)]})
    send(api, "put", of_option(red), {"principals": [principal(profile, "profile")]})
    assert [right["principalName"] for right in api.get(of_option(red)).json()] == ["Regular user"]
    send(api, "put", of_option(red), {"principals": []})
    assert api.get(of_option(red)).json() == []


def test_rights_to_an_option_are_paged_by_the_ids_of_rights(api, red):
    people = UserFactory.create_batch(5)
    send(api, "put", of_option(red), {"principals": [principal(person) for person in people]})
    every = api.get(of_option(red)).json()
    first = api.get(of_option(red), {"limit": 2}).json()
    second = api.get(of_option(red), {"limit": 2, "start": first[-1]["id"]}).json()
    back = api.get(of_option(red), {"limit": 2, "before": second[0]["id"]}).json()
    assert (first, second, back) == (every[:2], every[2:4], every[:2])
    mine = api.get(of_option(red), {"principalId": str(people[3].pk)}).json()
    assert [right["principalId"] for right in mine] == [str(people[3].pk)]


@pytest.mark.parametrize("tail", ["", "/visibility"])
@pytest.mark.parametrize("method", ["get", "put"])
def test_an_unknown_option_is_not_found(api, method, tail):
    assert getattr(api, method)(f"/api/1/content-access/options/nothing{tail}").status_code == 404


def test_the_right_of_somebody_who_is_gone_is_left_out(api, red):
    group = Group.objects.create(name="Editors")
    send(api, "put", of_option(red), {"principals": [principal(group, "group")]})
    group.delete()
    assert api.get(of_option(red)).json() == []


# Who may


def test_changes_need_the_scope_of_metaproperties(feature_on, colour, rita):
    manager = UserFactory(profile=ProfileFactory(permissions=[Permission.MANAGE_METAPROPERTIES]))
    client = client_of(manager, scopes=[Scope.ASSET_READ])
    assert client.get(of_metaproperty(colour)).status_code == 200
    response = send(client, "post", of_metaproperty(colour), {"principals": [principal(rita)]})
    assert (response.status_code, response.json()["error"]) == (403, "insufficient_scope")


def test_changes_are_audited(api, admin, colour, red, rita):
    send(api, "post", of_metaproperty(colour), {"principals": [principal(rita)]})
    send(api, "put", of_option(red), {"principals": [principal(rita)]})
    send(api, "put", of_option(red, "/visibility"), {"defaultVisibility": "hidden"})
    assert [
        entry.details for entry in AuditEntry.objects.filter(target_type__in=["metaproperty", "option"])
    ] == [
        {"is_restricted": [False, True]},
        {"visible_to": [[], ["Rita Regular"]]},
        {"hidden_from": ["Rita Regular"]},
    ]


def test_the_list_costs_the_same_whatever_its_length(api, red, django_assert_num_queries):
    api.get(of_option(red))
    people = [principal(person) for person in UserFactory.create_batch(15)]
    send(api, "put", of_option(red), {"principals": people})
    with django_assert_num_queries(4):
        assert len(api.get(of_option(red)).json()) == 15
