"""Reading options: by their ids, or those of a metaproperty."""

import pytest

from assets.models import AccessRight, Option, OptionDependency
from tests.assets.factories import OptionFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"
UNKNOWN = "7C9E6679-7425-40DE-944BE07FC1F90AE7"


def options_of(metaproperty):
    return f"{PATH}{metaproperty.api_id}/options/"


def names(response):
    return [option["name"] for option in response.json()]


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


@pytest.mark.parametrize("query", ["limit=-1", "page=x"])
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
