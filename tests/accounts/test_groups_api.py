"""`/api/groups/list/` as the vendor's clients call it."""

import pytest

from accounts.models import Group

pytestmark = pytest.mark.django_db
PATH = "/api/groups/list/"


@pytest.fixture
def groups(db):
    return [Group.objects.create(name=name) for name in ("editors", "Agencies", "Brand team")]


def names(response):
    return [group["name"] for group in response.json()]


def test_groups_are_a_bare_array_by_name(api, groups):
    assert names(api.get(PATH)) == ["Agencies", "Brand team", "editors"]
    assert api.get(PATH).json()[2] == {"id": groups[0].api_id, "name": "editors"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search_term=BRAND", ["Brand team"]),
        ("search_term=", ["Agencies", "Brand team", "editors"]),
        ("search_term=%25", []),
        ("sort_order=desc", ["editors", "Brand team", "Agencies"]),
        ("sort_order=DESC&limit=1", ["editors"]),
        ("limit=2&page=2", ["editors"]),
        ("limit=2&page=3", []),
    ],
)
def test_groups_are_searched_sorted_and_paged(api, groups, query, found):
    assert names(api.get(f"{PATH}?{query}")) == found


def test_twenty_groups_come_unless_asked_otherwise(api):
    Group.objects.bulk_create(Group(name=f"Group {n:02}") for n in range(25))
    response = api.get(PATH)
    assert (len(response.json()), response.headers["X-Pagination-TotalRecords"]) == (20, "25")


@pytest.mark.parametrize(
    ("name", "value"), [("sort_order", "sideways"), ("search_term", "%00"), ("limit", "x")]
)
def test_a_wrong_parameter_is_named(api, name, value):
    response = api.get(f"{PATH}?{name}={value}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])
