"""The product layer (PIM) as the vendor's Python SDK calls it."""

import json

import pytest

from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.models import DependencyGroup, Option, OptionDependency
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MetapropertyFactory, OptionFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/pim/metaproperties/"


@pytest.fixture
def one(line):
    return OptionFactory(name="one", metaproperty=MetapropertyFactory(name="product"))


def put(api, option, body):
    path = f"/api/pim/metapropertyoptions/{option.rfc_id}/"
    return api.put(path, json.dumps(body), content_type="application/json")


def described(option):
    return {
        "id": option.rfc_id, "name": option.name, "label": option.label, "description": option.description,
        "metapropertyid": option.metaproperty.rfc_id,
    }  # fmt: skip


def test_the_list_has_ids_only(api, line, one):
    assert api.get(PATH).json() == [line.rfc_id, one.metaproperty.rfc_id]


def test_one_metaproperty_has_its_options_with_their_relations(api, line, tents, one):
    OptionDependency.objects.create(option=one, dependency=tents)
    stoves = line.options.get(name="stoves")
    assert api.get(f"{PATH}{line.rfc_id}/").json() == {
        "id": line.rfc_id, "name": "line", "label": "Line", "description": "",
        "mp_options": [
            {**described(tents), "relations": [described(one)]}, {**described(stoves), "relations": []},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["stoves", "tents"]),
        ("order=desc", ["tents", "stoves"]),
        ("limit=1&page=2", ["tents"]),
        ("page=7", []),
    ],
)
def test_options_are_listed_by_name_and_paged(api, line, query, names):
    response = api.get(f"{PATH}{line.api_id}/options/?{query}")
    assert [option["name"] for option in response.json()] == names


def test_an_option_is_listed_with_its_children(api, line, tents, one):
    OptionDependency.objects.create(option=one, dependency=tents)
    found = api.get(f"{PATH}{line.rfc_id}/options/").json()[-1]
    assert found == {**described(tents), "product_options": [described(one)]}


def test_an_order_that_is_none_is_named(api, line):
    response = api.get(f"{PATH}{line.rfc_id}/options/", {"order": "random"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["order"])


@pytest.mark.parametrize("method", ["get", "put"])
def test_what_is_unknown_is_not_found(api, method):
    path = "/api/pim/metapropertyoptions/nothing/" if method == "put" else f"{PATH}nothing/"
    assert getattr(api, method)(path).status_code == 404


def test_children_are_replaced(api, tents, one):
    two = OptionFactory(name="two", metaproperty=one.metaproperty)
    response = put(api, tents, {"children": [one.rfc_id, one.api_id]})
    assert (response.status_code, response.content) == (204, b"")
    assert [link.option for link in tents.dependents.all()] == [one]
    put(api, tents, {"children": [two.rfc_id]})
    assert [link.option for link in tents.dependents.all()] == [two]
    put(api, tents, {"children": []})
    assert not tents.dependents.exists()


def test_groups_are_left_alone(api, tents, one):
    group = DependencyGroup.objects.create(option=one)
    OptionDependency.objects.create(option=one, dependency=tents, group=group)
    put(api, tents, {"children": []})
    assert tents.dependents.get().group == group


def test_children_that_the_user_may_not_know_of_stay(feature_on, tents, one):
    editor = UserFactory(profile=ProfileFactory(permissions=[Permission.MANAGE_METADATA]))
    OptionDependency.objects.create(option=one, dependency=tents)
    Option.objects.filter(pk=one.pk).update(is_restricted=True)
    put(client_of(editor), tents, {"children": []})
    assert [link.option for link in tents.dependents.all()] == [one]


@pytest.mark.parametrize("number", [1, 20])
def test_children_cost_the_same_however_many(api, tents, one, django_assert_num_queries, number):
    children = OptionFactory.create_batch(number, metaproperty=one.metaproperty)
    api.get(PATH)
    with django_assert_num_queries(10):
        put(api, tents, {"children": [child.rfc_id for child in children]})


@pytest.mark.parametrize(
    "body",
    [
        {"children": ["nonsense"]},
        {"children": [7]},
        {"children": "text"},
        {"children": ["7c9e6679-7425-40de-944b-e07fc1f90ae7"]},
        {"kids": []},
        {"children": None},
    ],
)
def test_children_that_are_none_are_named(api, tents, body):
    response = put(api, tents, body)
    assert (response.status_code, list(response.json()["fields"])) == (400, ["children"])


def test_children_of_the_same_metaproperty_are_refused(api, line, tents):
    response = put(api, tents, {"children": [line.options.get(name="stoves").rfc_id]})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["children"])


def test_details_need_the_permission_to_manage(feature_on, line):
    viewer = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_METAPROPERTIES]))
    client = client_of(viewer, scopes=[Scope.META_ASSETBANK_READ])
    assert client.get(PATH).json() == [line.rfc_id]
    assert client.get(f"{PATH}{line.rfc_id}/").json()["required_permission"] == "METAPROPERTYMANAGEMENT"


def test_answers_cost_the_same_whatever_their_length(api, line, one, django_assert_num_queries):
    api.get(PATH)
    for option in OptionFactory.create_batch(20, metaproperty=line):
        OptionDependency.objects.create(option=one, dependency=option)
    for path, queries in ((PATH, 2), (f"{PATH}{line.rfc_id}/", 4), (f"{PATH}{line.rfc_id}/options/", 5)):
        with django_assert_num_queries(queries):
            assert api.get(path).json()
