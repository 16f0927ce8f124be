"""What options depend on, as the vendor's clients ask and change it."""

import json

import pytest

from assets.models import DependencyGroup, Option, OptionDependency
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.assets.factories import MetapropertyFactory, OptionFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"
UNKNOWN = "7C9E6679-7425-40DE-944BE07FC1F90AE7"


@pytest.fixture
def products(line):
    product = MetapropertyFactory(name="product", label="Product", options=["one", "two", "three"])
    return list(product.options.all())


def address(option, *parts):
    tail = "".join(f"{part}/" for part in parts)
    return f"{PATH}{option.metaproperty.api_id}/options/{option.api_id}/dependencies/{tail}"


def group_of(api, option, *dependencies):
    sent = {"data": json.dumps([found.api_id for found in dependencies])}
    return api.post(address(option, "group"), sent).json()["id"]


def dependencies(api, option, grouped=""):
    return api.get(address(option), {"includeGroupedResults": grouped}).json()


# Adding and removing


def test_a_dependency_is_added_once_and_removed(api, tents, products):
    one, *_ = products
    path = address(tents, one.rfc_id)
    answers = [api.post(path) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"message": "Created", "statuscode": 201}] * 2
    assert dependencies(api, tents) == [one.api_id]
    assert [api.delete(path).status_code for _ in range(2)] == [204, 204]
    assert dependencies(api, tents) == []


def test_an_option_shows_which_depend_on_it(api, tents, products):
    api.post(address(tents, products[0].api_id))
    options = api.get(PATH).json()["product"]["options"]
    assert [option["linkedOptionIds"] for option in options] == [[tents.api_id], [], []]


def test_a_metaproperty_says_that_its_options_depend_on_others(api, tents, products):
    api.post(address(tents, products[0].api_id))
    found = api.get(PATH).json().values()
    assert {entry["id"]: entry["useDependencies"] for entry in found} == {
        tents.metaproperty.api_id: 1,
        products[0].metaproperty.api_id: 0,
    }


def test_no_option_depends_on_itself_in_however_many_steps(api, tents, products):
    one, colour = products[0], OptionFactory(name="red")
    api.post(address(tents, one.api_id))
    api.post(address(one, colour.api_id))
    response = api.post(address(colour, tents.api_id))
    assert (response.status_code, response.json()["fields"]) == (
        400, {"dependencies": ["Red would depend on itself."]},
    )  # fmt: skip


def test_options_depend_on_those_of_other_metaproperties(api, line, tents):
    stoves = line.options.get(name="stoves")
    response = api.post(address(tents, stoves.api_id))
    assert (response.status_code, list(response.json()["fields"])) == (400, ["dependencies"])
    assert not OptionDependency.objects.exists()


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("{unknown}/options/{tents}/dependencies/{one}/", "Unknown metaproperty"),
        ("{line}/options/{unknown}/dependencies/{one}/", "Unknown metaproperty option"),
        ("{product}/options/{tents}/dependencies/{one}/", "Unknown metaproperty option"),
        ("{line}/options/{tents}/dependencies/{unknown}/", "Unknown dependency option"),
        ("{line}/options/{tents}/dependencies/group/{unknown}/{one}/", "Unknown group"),
        ("{line}/options/{tents}/dependencies/group/{unknown}/", "Unknown group"),
    ],
)
def test_what_is_unknown_is_said_in_the_vendors_words(api, products, method, path, message):
    tents = Option.objects.select_related("metaproperty").get(name="tents")
    ids = {
        "line": tents.metaproperty,
        "tents": tents,
        "one": products[0],
        "product": products[0].metaproperty,
    }
    filled = path.format(unknown=UNKNOWN, **{name: found.api_id for name, found in ids.items()})
    response = getattr(api, method)(PATH + filled)
    assert (response.status_code, response.json()["message"]) == (404, message)


def test_changes_are_audited(api, admin, tents, products):
    api.post(address(tents, products[0].api_id))
    entry = AuditEntry.objects.about("option", tents.rfc_id).get()
    assert (entry.actor_name, entry.details) == (admin.audit_name, {"dependencies_added": ["one"]})


# Groups


def test_a_group_is_made_changed_and_emptied(api, tents, products):
    one, two, three = products
    group = group_of(api, tents, one, two)
    assert dependencies(api, tents, "1") == {group: [one.api_id, two.api_id]}
    api.post(address(tents, "group", group), {"data": json.dumps([two.rfc_id, three.rfc_id])})
    assert dependencies(api, tents, "1") == {group: [two.api_id, three.api_id]}
    assert api.post(address(tents, "group", group, one.api_id)).status_code == 201
    for option in products:
        assert api.delete(address(tents, "group", group, option.api_id)).status_code == 204
    assert not DependencyGroup.objects.exists()


def test_a_group_is_deleted_with_its_dependencies(api, tents, products):
    group = group_of(api, tents, *products)
    assert api.delete(address(tents, "group", group)).status_code == 204
    assert (dependencies(api, tents), DependencyGroup.objects.count()) == ([], 0)


def test_a_group_goes_with_the_metaproperty_of_its_dependencies(api, tents, products):
    group_of(api, tents, *products)
    assert api.delete(f"{PATH}{products[0].metaproperty.api_id}/").status_code == 204
    assert not DependencyGroup.objects.exists()


def test_dependencies_in_groups_and_without_are_kept_apart(api, tents, products):
    one, two, _ = products
    api.post(address(tents, one.api_id))
    group = group_of(api, tents, one, two)
    assert dependencies(api, tents, "true") == {"ungrouped": [one.api_id], group: [one.api_id, two.api_id]}
    assert dependencies(api, tents) == [one.api_id, two.api_id]
    api.delete(address(tents, one.api_id))
    assert dependencies(api, tents, "true") == {group: [one.api_id, two.api_id]}


def test_ids_may_be_separated_by_commas_or_sent_as_json(api, tents, products):
    one, two, _ = products
    api.post(address(tents, "group"), {"data": f"{one.api_id},{two.api_id}"})
    body = json.dumps({"data": [one.api_id, two.api_id]})
    api.post(address(tents, "group"), body, content_type="application/json")
    api.post(address(tents, "group"), json.dumps([one.api_id, two.api_id]), content_type="application/json")
    assert [len(found) for found in dependencies(api, tents, "1").values()] == [2, 2, 2]


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "No data sent"),
        ({"data": ""}, 400, "No data sent"),
        ({"data": "[]"}, 400, "Data cannot be empty"),
        ({"data": "["}, 400, "Invalid JSON"),
        ({"data": "[7]"}, 400, "Send a list of ids."),
        ({"data": f'["{UNKNOWN}"]'}, 404, "Unknown dependency option"),
        ({"data": '["nonsense"]'}, 404, "Unknown dependency option"),
    ],
)
def test_a_group_of_nothing_is_not_made(api, tents, body, status, message):
    response = api.post(address(tents, "group"), body)
    assert (response.status_code, response.json()["message"]) == (status, message)
    assert not DependencyGroup.objects.exists()


def test_a_group_with_a_circle_is_not_made(api, tents, products):
    api.post(address(products[1], tents.api_id))
    sent = {"data": json.dumps([found.api_id for found in products])}
    assert api.post(address(tents, "group"), sent).status_code == 400
    assert not DependencyGroup.objects.exists()


# Reading


def test_dependencies_are_listed_for_a_metaproperty_and_for_all(api, line, tents, products):
    one, two, _ = products
    api.post(address(tents, one.api_id))
    group = group_of(api, tents, two)
    of_line = {tents.api_id: {"ungrouped": [one.api_id], group: [two.api_id]}}
    assert api.get(f"{PATH}{line.api_id}/options/dependencies/").json() == of_line
    assert api.get(f"{PATH}options/dependencies/").json() == {line.api_id: of_line}
    assert api.get(f"{PATH}{products[0].metaproperty.api_id}/options/dependencies/").json() == {}


def test_dependencies_leave_out_what_is_hidden(tents, products, feature_on):
    one, two, _ = products
    OptionDependency.objects.create(option=tents, dependency=one)
    OptionDependency.objects.create(option=tents, dependency=two)
    Option.objects.filter(pk=one.pk).update(is_restricted=True)
    rita = client_of(UserFactory())
    assert dependencies(rita, tents) == [two.api_id]
    Option.objects.filter(pk=tents.pk).update(is_restricted=True)
    assert rita.get(f"{PATH}options/dependencies/").json() == {}


def test_lists_cost_the_same_whatever_their_length(api, tents, products, django_assert_num_queries):
    of_one = f"{PATH}{tents.metaproperty.api_id}/options/dependencies/"
    api.get(of_one)
    for option in [*products, *OptionFactory.create_batch(20)]:
        OptionDependency.objects.create(option=tents, dependency=option)
    for path, queries in ((f"{PATH}options/dependencies/", 2), (of_one, 3)):
        with django_assert_num_queries(queries):
            assert api.get(path).json()
