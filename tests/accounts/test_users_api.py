"""`/api/v4/users/`: listing and reading users as the vendor's clients do."""

import uuid

import pytest

from accounts.models import Group
from tests.accounts.factories import UserFactory
from tests.accounts.users_on_the_wire import PATH, address

pytestmark = pytest.mark.django_db


def test_the_list_is_a_bare_array_of_active_users_by_username(api, admin, rita):
    UserFactory(username="ina", is_active=False)
    UserFactory(username="Maja")
    assert [entry["username"] for entry in api.get(PATH).json()] == ["ada", "Maja", "rita"]


@pytest.mark.parametrize(
    ("value", "names"), [("true", ["ada", "ina"]), ("1", ["ada", "ina"]), ("0", ["ada"]), ("", ["ada"])]
)
def test_inactive_users_are_listed_on_demand(api, admin, value, names):
    UserFactory(username="ina", is_active=False)
    assert [u["username"] for u in api.get(PATH, {"includeInActive": value}).json()] == names


def test_an_entry_has_the_fields_and_flags_of_the_list(api, rita):
    rita.groups.add(group := Group.objects.create(name="Editors"))
    assert api.get(PATH).json()[-1] == {
        "id": rita.api_id, "username": "rita", "name": "Rita Regular", "email": "rita@acme.example", "email2": "",
        "profileId": rita.profile.api_id, "active": 1, "isSSOOnly": False, "employeeNumber": "", "salesrepId": "",
        "timeZone": "UTC", "website": "", "country": "", "groups": [{"id": group.api_id, "name": "Editors"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "count", "headers"),
    [
        ("", 5, ("5", "1", "1", "5")),
        ("limit=2", 2, ("5", "3", "1", "2")),
        ("limit=2&page=3", 1, ("5", "3", "3", "2")),
        ("limit=2&page=4", 0, ("5", "3", "4", "2")),
        ("page=2", 0, ("5", "1", "2", "100")),
        ("limit=5000", 5, ("5", "1", "1", "1000")),
        ("LIMIT=2", 2, ("5", "3", "1", "2")),
        ("limit=2&Limit=2", 2, ("5", "3", "1", "2")),
    ],
)
def test_pages_have_headers(api, query, count, headers):
    UserFactory.create_batch(4)
    response = api.get(f"{PATH}?{query}")
    names = ("TotalRecords", "TotalPages", "Page", "Limit")
    assert len(response.json()) == count
    assert tuple(response.headers[f"X-Pagination-{name}"] for name in names) == headers


@pytest.mark.parametrize("name", ["limit", "page"])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", "²", "%00", "%ff"])
def test_a_number_that_is_none_is_named(api, name, value):
    response = api.get(f"{PATH}?{name}={value}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


@pytest.mark.parametrize(
    ("query", "name"),
    [("limit=1&limit=2", "limit"), ("includeInActive=0&includeinactive=true", "includeInActive")],
)
def test_two_different_values_of_one_parameter_are_refused(api, query, name):
    response = api.get(f"{PATH}?{query}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


def test_a_flag_that_is_none_is_named(api):
    response = api.get(PATH, {"includeInActive": "perhaps"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["includeInActive"])


def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries):
    api.get(PATH)
    UserFactory.create_batch(10)
    with django_assert_num_queries(4):
        assert len(api.get(PATH).json()) == 11


@pytest.mark.parametrize(
    "spell",
    [
        lambda u: u.api_id,
        lambda u: str(u.id),
        lambda u: u.id.hex,
        lambda u: u.api_id.lower(),
        lambda u: u.username,
        lambda u: u.username.upper(),
    ],
)
def test_a_user_is_found_by_id_in_any_form_and_by_username(api, rita, spell):
    assert api.get(f"{PATH}{spell(rita)}/").json()["id"] == rita.api_id


def test_a_user_is_described_in_the_vendors_words(api, rita):
    found = api.get(address(rita)).json()
    assert (found["firstname"], found["lastname"], found["infix"]) == ("Rita", "Regular", "")
    assert (found["active"], found["persisted"], found["isSSOOnly"], found["gender"]) == (
        True,
        True,
        False,
        "U",
    )
    assert (found["lastLogin"], found["language"], found["groups"]) == ("", "en_US", [])


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    "identifier", ["nobody", str(uuid.UUID(int=7)), "%00", "%ff%fe", "7C9E6679", "a" * 3000, "None"]
)
def test_a_user_who_does_not_exist_is_not_found(api, method, identifier):
    assert getattr(api, method)(f"{PATH}{identifier}/").status_code == 404
