"""`/api/v4/metaproperties/{id}/options/` as the vendor's clients call it."""

import json

import pytest

from assets import reindexing
from assets.models import (
    AccessRight,
    DependencyGroup,
    HistoryEntry,
    MediaOption,
    Option,
    OptionDependency,
)
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"
UNKNOWN = "7C9E6679-7425-40DE-944BE07FC1F90AE7"


@pytest.fixture
def colour(db):
    return MetapropertyFactory(name="colour", label="Colour", options=["red", "blue"])


@pytest.fixture
def red(colour):
    return colour.options.get(name="red")


@pytest.fixture
def rita(feature_on):
    """Rita may look at assets and metaproperties, and no more; the client is hers."""
    user = UserFactory(username="rita")
    client = ApiClient(TokenFactory(user=user).secret)
    client.user = user
    return client


def options_of(metaproperty):
    return f"{PATH}{metaproperty.api_id}/options/"


def address(option):
    return f"{options_of(option.metaproperty)}{option.api_id}/"


def send(api, path, fields):
    return api.post(path, {"data": json.dumps(fields)})


def names(response):
    return [option["name"] for option in response.json()]


# Reading


def test_options_by_id_may_be_of_any_metaproperty_and_in_either_form(api, red):
    large = OptionFactory(name="large")
    response = api.get(f"{PATH}options/", {"ids": f"{red.api_id},{large.rfc_id},{UNKNOWN}"})
    assert set(names(response)) == {"red", "large"}


def test_an_option_by_id_says_where_it_belongs(api, red):
    Option.objects.filter(pk=red.pk).update(created_at="2026-03-18T10:05:27Z", external_reference="R1")
    (found,) = api.get(f"{PATH}options/", {"ids": red.api_id}).json()
    assert (found["metapropertyId"], found["label"], found["labels"], found["externalReference"]) == (
        red.metaproperty.api_id, "Red", {"en_US": "Red"}, "R1",
    )  # fmt: skip
    assert (found["date"], found["active"], "options" in found) == ("2026-03-18T10:05:27+00:00", 1, False)


@pytest.mark.parametrize(
    ("ids", "message"),
    [("", "No data sent"), (",", "No data sent"), ("red", "Invalid metaproperty option id sent")],
)
def test_ids_that_are_none_are_refused(api, ids, message):
    response = api.get(f"{PATH}options/", {"ids": ids})
    assert (response.status_code, response.json()["message"]) == (400, message)


def test_the_options_of_a_metaproperty_come_in_their_order_and_flat(api, colour, red):
    OptionFactory(metaproperty=colour, name="crimson", parent=red, position=7)
    response = api.get(options_of(colour))
    assert names(response) == ["red", "blue", "crimson"]
    assert [option.get("parentId") for option in response.json()] == [None, None, red.api_id]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=RED", ["red"]),
        ("name=re", []),
        ("externalReference=B-1", ["blue"]),
        ("externalReference=b-1", []),
        ("limit=1", ["red"]),
        ("limit=1&page=2", ["blue"]),
        ("page=9", []),
        ("limit=5000", ["red", "blue"]),
    ],
)
def test_the_options_are_narrowed_and_paged(api, colour, query, expected):
    colour.options.filter(name="blue").update(external_reference="B-1")
    response = api.get(f"{options_of(colour)}?{query}")
    assert names(response) == expected


def test_pages_have_fifty_options_and_headers(api, colour):
    OptionFactory.create_batch(60, metaproperty=colour, position=9)
    response = api.get(options_of(colour))
    assert (len(response.json()), response.headers["X-Pagination-TotalRecords"]) == (50, "62")


@pytest.mark.parametrize("query", ["limit=0", "page=x"])
def test_a_wrong_number_is_named(api, colour, query):
    response = api.get(f"{options_of(colour)}?{query}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize("path", ["options/", "{id}/options/?limit=1000"])
def test_lists_cost_the_same_whatever_their_length(api, colour, django_assert_num_queries, path):
    below = OptionFactory.create_batch(30, metaproperty=colour, parent=colour.options.first())
    ids = ",".join(option.api_id for option in below)
    queries = {"options/": 4, "{id}/options/?limit=1000": 6}[path]
    address = PATH + path.format(id=colour.api_id)
    api.get(address, {"ids": ids})
    with django_assert_num_queries(queries):
        assert len(api.get(address, {"ids": ids} if path == "options/" else None).json()) >= 30


def test_restricted_options_are_hidden_everywhere_from_those_without_a_right(api, rita, colour, red):
    Option.objects.filter(pk=red.pk).update(is_restricted=True)
    blue = colour.options.get(name="blue")
    OptionDependency.objects.create(option=OptionFactory(name="tin"), dependency=red)
    Option.objects.filter(pk=blue.pk).update(parent=red)
    for client, seen in ((rita, ["blue"]), (api, ["red", "blue"])):
        assert names(client.get(options_of(colour))) == seen
        assert len(names(client.get(f"{PATH}options/", {"ids": f"{red.api_id},{blue.api_id}"}))) == len(seen)
        assert ("parentId" in client.get(options_of(colour)).json()[-1]) == (client is api)
    assert rita.get(PATH).json()["colour"]["options"][0]["name"] == "blue"


def test_the_options_of_a_hidden_metaproperty_are_hidden(api, rita, red):
    AccessRight.objects.create(
        metaproperty=red.metaproperty, principal_type="profile", principal_id=rita.user.profile_id,
        level="metaproperty.hide",
    )  # fmt: skip
    found = [names(client.get(f"{PATH}options/", {"ids": red.api_id})) for client in (rita, api)]
    assert found == [[], ["red"]]


def test_linked_options_leave_out_what_is_hidden(api, rita, colour, red):
    Option.objects.filter(pk=red.pk).update(is_restricted=True)
    tin = OptionFactory(name="tin")
    for dependency in colour.options.all():
        OptionDependency.objects.create(option=dependency, dependency=tin)
    linked = [len(c.get(options_of(tin.metaproperty)).json()[0]["linkedOptionIds"]) for c in (rita, api)]
    assert linked == [1, 2]


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
    monkeypatch.setattr(reindexing, "BATCH", 2)
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
    assert entry.details == {"property_colour": [["red"], []]}
    assert AuditEntry.objects.get(action="option.deleted").details["assets"] == 1


def test_what_is_below_it_goes_too(api, colour, red):
    crimson = OptionFactory(metaproperty=colour, name="crimson", parent=red)
    media = MediaFactory(answers=[crimson])
    api.delete(address(red))
    assert list(colour.options.values_list("name", flat=True)) == ["blue"]
    assert HistoryEntry.objects.get(media=media).details == {"property_colour": [["crimson"], []]}


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
