"""Options as the vendor's taxonomy service lists them: with cursors."""

import pytest

from assets.models import Option
from tests.accounts.factories import UserFactory
from tests.assets.factories import MetapropertyFactory, OptionFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    return MetapropertyFactory(name="place", options=["delta", "alpha", "gamma", "beta_1", "epsilon"])


def ask(api, metaproperty, **query):
    return api.get(f"/api/1/taxonomy/metaproperties/{metaproperty.rfc_id}/options", query)


def names(body):
    return [option["name"] for option in body["options"]]


def test_options_come_by_name_with_few_fields_and_ids_in_the_rfc_form(api, place):
    Option.objects.filter(name="alpha").update(external_reference="A-1")
    body = ask(api, place).json()
    assert names(body) == ["alpha", "beta_1", "delta", "epsilon", "gamma"]
    assert body["metadata"] == {"prevPage": "", "nextPage": ""}
    assert body["options"][0] == {
        "id": Option.objects.get(name="alpha").rfc_id, "name": "alpha", "externalReference": "A-1",
        "icon": "", "metapropertyId": place.rfc_id,
    }  # fmt: skip


def test_cursors_lead_to_the_end_and_back(api, place):
    pages, cursor = [], {}
    for _ in range(3):
        body = ask(api, place, limit=2, **cursor).json()
        pages.append(names(body))
        cursor = {"start": body["metadata"]["nextPage"]}
    assert pages == [["alpha", "beta_1"], ["delta", "epsilon"], ["gamma"]]
    assert cursor == {"start": ""}
    back = [ask(api, place, limit=2, before=body["metadata"]["prevPage"]).json()]
    back.append(ask(api, place, limit=2, before=back[0]["metadata"]["prevPage"]).json())
    assert [names(found) for found in back] == [["delta", "epsilon"], ["alpha", "beta_1"]]
    assert back[1]["metadata"]["prevPage"] == ""


def test_a_page_has_twenty_options_unless_asked_otherwise(api, place):
    OptionFactory.create_batch(30, metaproperty=place)
    assert [len(ask(api, place, **query).json()["options"]) for query in ({}, {"limit": 5000})] == [20, 35]


def test_options_are_narrowed_by_reference_and_ids(api, place):
    Option.objects.filter(name="alpha").update(external_reference="A-1")
    delta = Option.objects.get(name="delta")
    assert names(ask(api, place, externalReference="A-1").json()) == ["alpha"]
    assert names(ask(api, place, ids=f"{delta.rfc_id},nonsense").json()) == ["delta"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"start": "{cursor}", "before": "{cursor}"}, "option-list-cursor-parameter-invalid"),
        ({"start": "alpha"}, "option-list-cursor-format-invalid"),
        ({"before": "alpha_nonsense"}, "option-list-cursor-format-invalid"),
    ],
)
def test_wrong_cursors_are_refused_with_the_services_code(api, place, query, code):
    cursor = f"alpha_{Option.objects.get(name='alpha').rfc_id}"
    filled = {name: value.format(cursor=cursor) for name, value in query.items()}
    response = ask(api, place, **filled)
    assert (response.status_code, response.json()["errorCode"]) == (400, code)


def test_an_unknown_metaproperty_is_not_found_with_the_services_code(api):
    response = api.get("/api/1/taxonomy/metaproperties/nothing/options")
    assert (response.status_code, response.json()["errorCode"]) == (404, "metaproperty-not-existing")


def test_restricted_options_are_hidden_from_those_without_a_right(feature_on, place):
    Option.objects.exclude(name="alpha").update(is_restricted=True)
    rita = client_of(UserFactory())
    assert names(ask(rita, place).json()) == ["alpha"]


def test_a_page_costs_three_queries(api, place, django_assert_num_queries):
    ask(api, place)
    with django_assert_num_queries(3):
        ask(api, place)
