"""`/api/v4/metaproperties/` as the vendor's clients call it."""

import json

import pytest

from accounts.permissions import Permission
from assets.models import AccessRight, HistoryEntry, MediaOption, MediaText, Metaproperty, Option
from portal.audit.models import AuditEntry
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

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
def rita(feature_on):
    """Rita may look at assets and metaproperties, and no more; the client is hers."""
    user = UserFactory(username="rita")
    client = ApiClient(TokenFactory(user=user).secret)
    client.user = user
    return client


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", position=16, options=["spring", "summer"])


# Reading


def test_the_list_is_an_object_by_name(api, season):
    MetapropertyFactory(name="colour", label="Colours!", position=1)
    found = api.get(PATH).json()
    assert list(found) == ["colour", "season"]
    assert all(entry["name"] == key for key, entry in found.items())


def test_a_metaproperty_has_the_vendors_fields_and_flags_as_integers(api, season):
    entry = api.get(PATH).json()["season"]
    del entry["options"]
    assert entry == {
        "id": season.api_id, "name": "season", "label": "Season", "type": "select", "zindex": 16,
        "isMultiselect": 0, "isMultifilter": 0, "isRequired": 0, "isMainfilter": 0, "isFilterable": 1,
        "isApiField": 1, "isDisplayField": 1, "isDrilldown": 0, "isEditable": 1, "showInListView": 1,
        "showInGridView": 0, "showInDuplicateView": 0, "useDependencies": 0,
    }  # fmt: skip


def test_its_options_have_the_vendors_fields(api, season):
    spring = season.options.get(name="spring")
    Option.objects.filter(pk=spring.pk).update(created_at="2026-02-03T07:30:00Z", labels={"nl_NL": "Lente"})
    assert api.get(PATH).json()["season"]["options"][0] == {
        "id": spring.api_id, "name": "spring", "label": "Spring", "displayLabel": "Spring",
        "labels": {"nl_NL": "Lente", "en_US": "Spring"}, "description": "", "descriptions": {},
        "date": "February, 03 2026 07:30:00 +0000", "zindex": 0, "active": 1, "isSelectable": 1,
        "hideByDefault": 0, "linkedOptionIds": [], "externalReference": "", "metapropertyId": season.api_id,
        "product_suffix": "", "pregeneratedZipFileSize": 0, "image": "", "options": [],
    }  # fmt: skip


def test_options_below_others_are_nested(api, season):
    spring = season.options.get(name="spring")
    may = OptionFactory(metaproperty=season, name="may", parent=spring)
    OptionFactory(metaproperty=season, name="first_of_may", parent=may, position=-1)
    first, second = api.get(PATH).json()["season"]["options"]
    assert (first["name"], second["name"]) == ("spring", "summer")
    assert first["options"][0]["parentId"] == spring.api_id
    assert first["options"][0]["options"][0]["name"] == "first_of_may"


@pytest.mark.parametrize(("query", "has_options"), [("", True), ("options=0", False), ("options=true", True)])
def test_options_are_left_out_on_demand(api, season, query, has_options):
    assert ("options" in api.get(f"{PATH}?{query}").json()["season"]) == has_options


def test_ids_choose_metaproperties(api, season):
    other = MetapropertyFactory(name="colour")
    MetapropertyFactory(name="size")
    found = api.get(PATH, {"ids": f"{season.api_id},{other.rfc_id},nonsense", "options": "0"}).json()
    assert list(found) == ["colour", "season"]


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_one_is_found_by_its_id_in_either_form(api, season, form):
    found = api.get(address(season, form)).json()
    assert (found["name"], len(found["options"])) == ("season", 2)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_one_is_not_found(api, method):
    response = getattr(api, method)(f"{PATH}7C9E6679-7425-40DE-944BE07FC1F90AE7/")
    assert (response.status_code, response.json()["message"]) == (404, "Metaproperty not found")


def test_media_are_counted_on_demand(api, season):
    spring = season.options.get(name="spring")
    MediaFactory.create_batch(2, answers=[spring])
    MediaFactory(type="video", answers=[spring])
    MediaFactory(answers=[spring], removed_at="2026-01-01T00:00:00Z")

    def counts(query):
        return [option.get("mediaCount") for option in api.get(f"{PATH}?{query}").json()["season"]["options"]]

    assert counts("") == [None, None]
    assert counts("count=1") == [3, 0]
    assert counts("count=true&type=video,audio") == [1, 0]


def test_only_assets_that_the_user_sees_are_counted(rita, season):
    spring = season.options.get(name="spring")
    MediaFactory(answers=[spring])
    MediaFactory(answers=[spring], is_archived=True)
    MediaFactory(answers=[spring], awaits_approval=True, created_by=rita.user)
    found = rita.get(f"{PATH}?count=1").json()
    assert found["season"]["options"][0]["mediaCount"] == 2


@pytest.mark.parametrize(
    ("name", "value"), [("count", "perhaps"), ("options", "perhaps"), ("type", "image,picture")]
)
def test_a_wrong_parameter_is_named(api, name, value):
    response = api.get(PATH, {name: value, "count": "1"} if name == "type" else {name: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


@pytest.mark.parametrize(("query", "number"), [("", 4), ("count=1", 5), ("options=0", 2)])
def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries, query, number):
    api.get(PATH)
    MetapropertyFactory(options=["one"])
    with django_assert_num_queries(number):
        api.get(f"{PATH}?{query}")
    more = MetapropertyFactory.create_batch(49)
    Option.objects.bulk_create(
        Option(metaproperty=m, name=f"o{n}", label="O") for m in more for n in range(40)
    )
    with django_assert_num_queries(number):
        assert len(api.get(f"{PATH}?{query}").json()) == 50


# What is hidden


def test_a_restricted_option_is_hidden_without_a_right_and_shown_to_managers(api, rita, season):
    season.options.filter(name="spring").update(is_restricted=True)
    assert [o["name"] for o in rita.get(PATH).json()["season"]["options"]] == ["summer"]
    assert len(api.get(PATH).json()["season"]["options"]) == 2


@pytest.mark.parametrize("kind", ["user", "profile", "group"])
def test_a_restricted_option_is_shown_to_those_with_a_right(rita, season, kind):
    spring = season.options.get(name="spring")
    Option.objects.filter(pk=spring.pk).update(is_restricted=True)
    group = rita.user.groups.create(name="Editors")
    principal = {"user": rita.user.pk, "profile": rita.user.profile_id, "group": group.pk}[kind]
    AccessRight.objects.create(option=spring, principal_type=kind, principal_id=principal)
    assert len(rita.get(PATH).json()["season"]["options"]) == 2


def test_an_option_below_a_hidden_one_stands_at_the_top(rita, season):
    spring = season.options.get(name="spring")
    OptionFactory(metaproperty=season, name="may", parent=spring)
    Option.objects.filter(pk=spring.pk).update(is_restricted=True)
    found = rita.get(PATH).json()["season"]["options"]
    assert [(o["name"], "parentId" in o) for o in found] == [("may", False), ("summer", False)]


def test_a_metaproperty_that_is_hidden_from_somebody_is_not_there_for_them(api, rita, season):
    AccessRight.objects.create(
        metaproperty=season, principal_type="user", principal_id=rita.user.pk, level="metaproperty.hide"
    )
    assert rita.get(PATH).json() == {}
    assert rita.get(address(season)).status_code == 404
    assert list(api.get(PATH).json()) == ["season"]


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
    assert send(ApiClient(TokenFactory(user=user).secret), PATH, COLOUR).status_code == 201


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
    assert (entry.user_name, entry.details) == (admin.audit_name, {"property_season": [["spring"], []]})
    assert AuditEntry.objects.get(action="metaproperty.deleted").details == {"assets": 1}


def test_deleting_takes_what_is_written_too(api):
    notes = MetapropertyFactory(name="notes", type="text")
    media = MediaFactory()
    MediaText.objects.create(media=media, metaproperty=notes, value="Blue hour")
    api.delete(address(notes))
    assert HistoryEntry.objects.get(media=media).details == {"property_notes": ["Blue hour", ""]}


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
