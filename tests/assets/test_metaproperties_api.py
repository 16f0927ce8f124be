"""Creating, changing and deleting metaproperties, as the vendor's clients do."""

import json

import pytest

from accounts.permissions import Permission
from assets.models import HistoryEntry, MediaOption, MediaText, Metaproperty
from assets.values import history_name
from portal.audit.models import AuditEntry
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"
COLOUR = {
    "name": "colour", "type": "select", "label": "Colour", "labels": {"fr_FR": "Couleur"}, "zindex": 4,
    "isMultiselect": True, "isFilterable": "1", "isRequired": 0,
}  # fmt: skip


def address(metaproperty, form="api_id"):
    return f"{PATH}{getattr(metaproperty, form)}/"


def send(api, path, fields, kind="data"):
    if kind == "data":
        return api.post(path, {"data": json.dumps(fields)})
    if kind == "json":
        return api.post(path, json.dumps(fields), content_type="application/json")
    if kind == "data in json":
        return api.post(path, json.dumps({"data": fields}), content_type="application/json")
    plain = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in fields.items()}
    return api.post(path, plain)


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", position=16, options=["spring", "summer"])


# Creating


@pytest.mark.parametrize("kind", ["data", "json", "data in json", "form"])
def test_a_metaproperty_is_created(api, kind):
    response = send(api, PATH, COLOUR, kind)
    made = Metaproperty.objects.get(name="colour")
    assert (response.status_code, response.json()) == (
        201, {"message": "Created", "statuscode": 201, "id": made.api_id},
    )  # fmt: skip
    assert (made.type, made.label, made.labels, made.position) == (
        "select",
        "Colour",
        {"fr_FR": "Couleur"},
        4,
    )
    assert (made.is_multiselect, made.is_filterable, made.is_required, made.is_editable) == (
        True, True, False, True,
    )  # fmt: skip


def test_its_label_is_its_name_unless_given(api):
    send(api, PATH, {"name": "size", "type": "TEXT"})
    assert Metaproperty.objects.values_list("label", "type").get(name="size") == ("size", "text")


def test_a_label_may_come_as_that_of_the_portals_language(api):
    send(api, PATH, {"name": "size", "type": "text", "labels": {"en_US": "Size", "nl_NL": "Maat"}})
    assert Metaproperty.objects.get(name="size").label == "Size"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", None),
        ("name", "two words"),
        ("name", "SEASON"),
        ("name", "x" * 61),
        ("name", ["a"]),
        ("name", "nul\0"),
        ("type", "linked"),
        ("type", ""),
        ("type", 7),
        ("label", "x" * 121),
        ("labels", "Colour"),
        ("labels", {"en_US": 7}),
        ("labels", {"en_US": "nul\0"}),
        ("zindex", "first"),
        ("zindex", 2**40),
        ("zindex", 9_999_999_999),
        ("zindex", True),
        ("isRequired", "perhaps"),
        ("isRequired", {}),
    ],
)
def test_a_wrong_field_is_named_as_the_client_named_it(api, season, name, value):
    response = send(api, PATH, {**COLOUR, name: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])
    assert list(Metaproperty.objects.all()) == [season]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "No data sent"),
        ({"data": ""}, "No data sent"),
        ({"data": "{}"}, "No data sent"),
        ({"data": "{"}, "Invalid JSON"),
        ({"data": '"text"'}, "Send a JSON object."),
        ({"data": "[1]"}, "Send a JSON object."),
        ({"data": '{"name": "\\ud800"}'}, "Invalid JSON"),
    ],
)
def test_a_body_that_is_no_object_is_refused(api, body, message):
    response = api.post(PATH, body)
    assert (response.status_code, response.json()["message"]) == (400, message)


@pytest.mark.parametrize("permission", [Permission.MANAGE_METAPROPERTIES, Permission.MANAGE_METADATA])
def test_either_permission_is_enough_to_create(feature_on, permission):
    user = UserFactory(profile=ProfileFactory(permissions=[permission]))
    assert send(client_of(user), PATH, COLOUR).status_code == 201


def test_creating_is_audited(api, admin):
    send(api, PATH, COLOUR)
    entry = AuditEntry.objects.get(action="metaproperty.created")
    assert (entry.actor_name, entry.target_name, entry.door) == (admin.audit_name, "Colour", "api")


# Changing


@pytest.mark.parametrize("kind", ["data", "json", "form"])
def test_what_is_sent_is_changed_and_the_rest_stays(api, season, kind):
    response = send(api, address(season), {"id": season.api_id, "label": "Time", "isFilterable": False}, kind)
    season.refresh_from_db()
    assert (response.status_code, response.json()) == (201, {"message": "Created", "statuscode": 201})
    assert (season.name, season.label, season.is_filterable, season.position) == ("season", "Time", False, 16)


def test_a_change_is_audited_with_what_was_and_is(api, season):
    send(api, address(season), {"label": "Time", "zindex": 16})
    entry = AuditEntry.objects.about("metaproperty", season.rfc_id).get()
    assert (entry.action, entry.details) == ("metaproperty.changed", {"label": ["Season", "Time"]})


def test_a_change_that_changes_nothing_is_not_audited(api, season):
    send(api, address(season), {"label": "Season"})
    assert not AuditEntry.objects.about("metaproperty", season.rfc_id).exists()


@pytest.mark.parametrize(
    ("before", "after", "value", "status"),
    [
        ("text", "longtext", "long", 201),
        ("date", "text", "2026-05-31", 201),
        ("longtext", "text", "short", 201),
        ("longtext", "text", "x" * 501, 400),
        ("text", "date", "2026-05-31", 400),
        ("text", "select", "red", 400),
        ("text", "select", "", 201),
        ("text", "number", "", 201),
    ],
)
def test_a_type_changes_only_where_no_answer_is_lost(api, before, after, value, status):
    metaproperty = MetapropertyFactory(type=before)
    if value:
        MediaText.objects.create(media=MediaFactory(), metaproperty=metaproperty, value=value)
    response = send(api, address(metaproperty), {"type": after})
    assert response.status_code == status
    assert ("type" in response.json().get("fields", {})) == (status == 400)


@pytest.mark.parametrize(("type", "status"), [("select2", 201), ("button", 201), ("text", 400)])
def test_options_stay_options(api, season, type, status):
    assert send(api, address(season), {"type": type}).status_code == status
    assert season.options.count() == 2


def test_one_option_only_is_refused_while_assets_have_several(api, season):
    Metaproperty.objects.update(is_multiselect=True)
    media = MediaFactory(answers=list(season.options.all()))
    assert list(send(api, address(season), {"isMultiselect": False}).json()["fields"]) == ["isMultiselect"]
    media.media_options.first().delete()
    assert send(api, address(season), {"isMultiselect": False}).status_code == 201


# Deleting


def test_deleting_takes_the_answers_off_the_assets(api, admin, season):
    media = MediaFactory(name="Meadow", answers=[season.options.get(name="spring")])
    response = api.delete(address(season))
    media.refresh_from_db()
    assert (response.status_code, response.content) == (204, b"")
    assert not Metaproperty.objects.exists()
    assert not MediaOption.objects.exists()
    assert "spring" not in media.search_words


def test_histories_and_audit_say_what_was_lost(api, admin, season):
    media = MediaFactory(answers=[season.options.get(name="spring")])
    api.delete(address(season))
    entry = HistoryEntry.objects.get(media=media)
    assert (entry.user_name, entry.details) == (admin.audit_name, {history_name(season): [["spring"], []]})
    assert AuditEntry.objects.get(action="metaproperty.deleted").details == {"assets": 1}


def test_deleting_takes_what_is_written_too(api):
    notes = MetapropertyFactory(name="notes", type="text")
    media = MediaFactory()
    MediaText.objects.create(media=media, metaproperty=notes, value="Blue hour")
    api.delete(address(notes))
    assert HistoryEntry.objects.get(media=media).details == {history_name(notes): ["Blue hour", ""]}


def test_deleting_goes_through_many_assets_in_batches(api, season, monkeypatch):
    monkeypatch.setattr("assets.withdrawal.BATCH", 2)
    MediaFactory.create_batch(5, answers=list(season.options.all()))
    api.delete(address(season))
    assert HistoryEntry.objects.count() == 5
    assert AuditEntry.objects.get(action="metaproperty.deleted").details == {"assets": 5}


# Dependencies between metaproperties


def test_dependencies_are_listed_made_and_removed(api, season):
    month = MetapropertyFactory(name="month")
    one = f"{address(month)}dependencies/{season.rfc_id}"
    assert api.post(one).status_code == 201
    assert api.get(f"{address(month)}dependencies/").json() == [season.api_id]
    assert api.get(address(month)).json()["useDependencies"] == 1
    assert [api.delete(one).status_code for _ in range(2)] == [204, 204]
    assert api.get(f"{address(month)}dependencies/").json() == []


def test_no_metaproperty_depends_on_itself_in_however_many_steps(api, season):
    month, day = MetapropertyFactory(name="month"), MetapropertyFactory(name="day")
    month.dependencies.add(season)
    day.dependencies.add(month)
    for other in (day, season):
        response = api.post(f"{address(season)}dependencies/{other.api_id}/")
        assert (response.status_code, response.json()["message"]) == (
            400, "dependencies: Season would depend on itself.",
        )  # fmt: skip
