"""Creating, changing and deleting options, as the vendor's clients do."""

import json

import pytest

from assets.models import (
    AccessRight,
    DependencyGroup,
    HistoryEntry,
    MediaOption,
    Option,
    OptionDependency,
)
from assets.values import history_name
from portal.audit.models import AuditEntry
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"
UNKNOWN = "7C9E6679-7425-40DE-944BE07FC1F90AE7"


def options_of(metaproperty):
    return f"{PATH}{metaproperty.api_id}/options/"


def address(option):
    return f"{options_of(option.metaproperty)}{option.api_id}/"


def send(api, path, fields):
    return api.post(path, {"data": json.dumps(fields)})


def names(response):
    return [option["name"] for option in response.json()]


# Creating


def test_an_option_is_created(api, colour, red):
    fields = {
        "name": "crimson", "label": "Crimson", "labels": {"nl_NL": "Karmijn"}, "zindex": 4,
        "isSelectable": False, "externalReference": "C-1", "parentId": red.rfc_id, "active": 0,
    }  # fmt: skip
    response = send(api, options_of(colour), fields)
    made = Option.objects.get(name="crimson")
    assert (response.status_code, response.json()) == (
        201, {"message": "Created", "statuscode": 201, "id": made.api_id},
    )  # fmt: skip
    assert (made.parent, made.position, made.external_reference) == (red, 4, "C-1")
    assert (made.is_selectable, made.is_active, made.hide_by_default) == (False, False, False)


def test_an_option_without_a_label_has_its_name_for_one(api, colour):
    send(api, options_of(colour), {"name": " Two words "})
    assert Option.objects.filter(name="Two words", label="Two words").exists()


def test_null_stands_for_whatever_a_client_has_no_value_for(api, colour):
    unset = dict.fromkeys(
        ("id", "label", "labels", "description", "zindex", "options", "linkedOptionIds", "parentId")
    )
    assert send(api, options_of(colour), {**unset, "name": "lime"}).status_code == 201
    assert Option.objects.filter(name="lime", label="lime", parent=None).exists()


def test_a_new_option_is_the_last(api, colour):
    send(api, options_of(colour), {"name": "amber"})
    assert names(api.get(options_of(colour)))[0] == "red"


def test_options_below_it_are_made_with_it(api, colour):
    inner = {"name": "crimson", "parentId": UNKNOWN, "options": [{"name": "deep_crimson", "label": "Deep"}]}
    assert send(api, options_of(colour), {"name": "warm", "options": [inner]}).status_code == 201
    deep = Option.objects.get(name="deep_crimson")
    assert (deep.parent.name, deep.parent.parent.name, deep.label) == ("crimson", "warm", "Deep")


def test_nothing_is_made_when_one_below_is_wrong(api, colour):
    response = send(api, options_of(colour), {"name": "warm", "options": [{"name": "a"}, {"name": "RED"}]})
    assert response.status_code == 400
    assert colour.options.count() == 2


@pytest.mark.parametrize("name", ["red", "RED"])
def test_a_name_that_is_taken_is_refused_with_the_id_of_the_one_that_has_it(api, colour, red, name):
    body = send(api, options_of(colour), {"name": name}).json()
    assert (body["message"], body["existingUUID"], body["statuscode"]) == (
        "Meta property option with this name already exists", red.api_id, 400,
    )  # fmt: skip


def test_options_of_different_metaproperties_may_have_the_same_name(api, colour):
    other = MetapropertyFactory()
    assert send(api, options_of(other), {"name": "red"}).status_code == 201


def nested(levels):
    fields = {"name": f"level{levels}"}
    return {**fields, "options": [nested(levels - 1)]} if levels > 1 else fields


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", None),
        ("name", "x" * 121),
        ("name", {"a": 1}),
        ("label", "x" * 251),
        ("externalReference", "x" * 251),
        ("labels", [1]),
        ("descriptions", {"en_US": None}),
        ("isSelectable", "perhaps"),
        ("active", 2),
        ("zindex", 1.5),
        ("parentId", "nonsense"),
        ("parentId", UNKNOWN),
        ("options", "none"),
        ("options", ["none"]),
        ("options", [nested(12)]),
        ("options", [nested(200)]),
    ],
)
def test_a_wrong_field_is_named_as_the_client_named_it(api, colour, name, value):
    response = send(api, options_of(colour), {"name": "new", name: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])
    assert colour.options.count() == 2


def test_the_parent_must_be_of_the_same_metaproperty(api, colour):
    other = OptionFactory()
    response = send(api, options_of(colour), {"name": "new", "parentId": other.api_id})
    assert list(response.json()["fields"]) == ["parentId"]


def test_what_is_answered_in_writing_has_no_options(api):
    response = send(api, options_of(MetapropertyFactory(type="text", label="Notes")), {"name": "new"})
    assert response.json()["message"] == "Notes is answered in writing, so it has no options."


def test_an_unknown_metaproperty_is_not_found(api):
    response = send(api, f"{PATH}{UNKNOWN}/options/", {"name": "new"})
    assert (response.status_code, response.json()["message"]) == (404, "Metaproperty not found")


# Changing


def test_what_is_sent_is_changed_and_the_rest_stays(api, red):
    Option.objects.filter(pk=red.pk).update(external_reference="R1")
    response = send(api, address(red), {"name": "red", "optionId": red.api_id, "label": "Rot", "active": 0})
    red.refresh_from_db()
    assert (response.status_code, response.json()) == (201, {"message": "Created", "statuscode": 201})
    assert (red.label, red.is_active, red.external_reference) == ("Rot", False, "R1")


def test_an_empty_text_empties_the_field(api, red):
    Option.objects.filter(pk=red.pk).update(external_reference="R1")
    send(api, address(red), {"externalReference": ""})
    red.refresh_from_db()
    assert red.external_reference == ""


def test_the_name_stays(api, red):
    response = send(api, address(red), {"name": "rot"})
    assert response.status_code == 400
    assert response.json()["fields"] == {"name": ["Editing meta property option name not allowed"]}


@pytest.mark.parametrize("value", ["", None])
def test_an_option_is_moved_below_another_and_back_to_the_top(api, colour, red, value):
    blue = colour.options.get(name="blue")
    assert send(api, address(blue), {"parentId": red.api_id}).status_code == 201
    assert send(api, address(red), {"parentId": blue.api_id}).json()["fields"] == {
        "parentId": ["Blue is below Red already."]
    }
    send(api, address(blue), {"parentId": value})
    assert Option.objects.get(name="blue").parent is None


@pytest.mark.parametrize(("levels", "status"), [(4, 201), (5, 400)])
def test_no_option_gets_deeper_than_ten_levels(api, colour, levels, status):
    def branch(length):
        made = [OptionFactory(metaproperty=colour)]
        for _ in range(length - 1):
            made.append(OptionFactory(metaproperty=colour, parent=made[-1]))
        return made

    leaf, top = branch(6)[-1], branch(levels)[0]
    assert send(api, address(top), {"parentId": leaf.api_id}).status_code == status


def test_a_new_label_makes_the_assets_findable_by_it(api, red):
    media = MediaFactory(answers=[red])
    send(api, address(red), {"label": "Vermilion"})
    media.refresh_from_db()
    assert "vermilion" in media.search_words


def test_many_assets_are_made_findable_in_the_background(
    api, red, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("assets.search_index.BATCH", 2)
    many = MediaFactory.create_batch(5, answers=[red])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        send(api, address(red), {"label": "Vermilion"})
    assert len(callbacks) == 1
    for media in many:
        media.refresh_from_db()
        assert "vermilion" in media.search_words


def test_changes_are_audited(api, admin, red):
    send(api, address(red), {"label": "Rot", "zindex": 0})
    entry = AuditEntry.objects.about("option", red.rfc_id).get()
    assert (entry.action, entry.actor_name) == ("option.changed", admin.audit_name)
    assert entry.details == {"label": ["Red", "Rot"]}


def test_an_option_of_another_metaproperty_is_not_found(api, red):
    other = MetapropertyFactory()
    response = send(api, f"{options_of(other)}{red.api_id}/", {"label": "x"})
    assert (response.status_code, response.json()["message"]) == (404, "Meta property option not found")


# Deleting


def test_an_option_in_use_is_taken_off_its_assets(api, admin, colour, red):
    colour.is_multiselect = True
    media = MediaFactory(answers=list(colour.options.all()))
    response = api.delete(address(red))
    media.refresh_from_db()
    assert (response.status_code, response.content) == (204, b"")
    assert [link.option.name for link in MediaOption.objects.all()] == ["blue"]
    assert "red" not in media.search_words
    assert media.modified_at > media.created_at


def test_the_history_of_each_asset_and_the_audit_say_so(api, admin, red):
    media = MediaFactory(answers=[red])
    api.delete(address(red))
    entry = HistoryEntry.objects.get(media=media)
    assert (entry.user_name, entry.door, bool(entry.key_id)) == (admin.audit_name, "api", True)
    assert entry.details == {history_name(red.metaproperty): [["red"], []]}
    assert AuditEntry.objects.get(action="option.deleted").details["assets"] == 1


def test_what_is_below_it_goes_too(api, colour, red):
    crimson = OptionFactory(metaproperty=colour, name="crimson", parent=red)
    media = MediaFactory(answers=[crimson])
    api.delete(address(red))
    assert list(colour.options.values_list("name", flat=True)) == ["blue"]
    assert HistoryEntry.objects.get(media=media).details == {history_name(colour): [["crimson"], []]}


def test_its_dependencies_and_groups_and_rights_go_with_it(api, admin, red):
    tin = OptionFactory(name="tin")
    group = DependencyGroup.objects.create(option=tin)
    OptionDependency.objects.create(option=tin, dependency=red, group=group)
    AccessRight.objects.create(option=red, principal_type="user", principal_id=admin.pk)
    api.delete(address(red))
    assert not OptionDependency.objects.exists()
    assert not DependencyGroup.objects.exists()
    assert not AccessRight.objects.exists()


@pytest.mark.parametrize("method", ["post", "delete"])
def test_an_unknown_option_is_not_found(api, colour, method):
    response = getattr(api, method)(f"{options_of(colour)}{UNKNOWN}/")
    assert (response.status_code, response.json()["message"]) == (404, "Meta property option not found")


def test_whoever_may_only_look_may_not_change(rita, red):
    for response in (send(rita, address(red), {"label": "x"}), rita.delete(address(red))):
        assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
