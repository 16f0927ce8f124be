"""`/api/v4/currentUser/`: the user whom the token acts as."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db
PATH = "/api/v4/currentUser/"
TEXTS = (
    "id", "username", "email", "firstname", "infix", "lastname", "profileId", "language", "timeZone", "lastLogin",
    "terms", "department", "job", "phoneNumber", "cellphoneNumber", "companyName", "costCenter", "employeeNumber",
    "departmentCode", "gender", "address", "city", "state", "county", "country", "postalCode", "legalEntity",
)  # fmt: skip
FLAGS = ("active", "persisted", "isSSOOnly")


def test_the_answer_is_the_tokens_user_with_the_vendors_fields(api, admin):
    user = api.get(PATH).json()
    assert (user["id"], user["profileId"]) == (admin.api_id, admin.profile.api_id)
    assert (user["username"], user["firstname"], user["lastname"]) == ("ada", "Ada", "Admin")
    assert set(user) == {*TEXTS, *FLAGS}


def test_the_answer_says_how_long_it_is(api):
    response = api.get(PATH)
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_texts_are_never_null_and_flags_are_booleans(api):
    user = api.get(PATH).json()
    assert {type(user[name]) for name in TEXTS} == {str}
    assert {type(user[name]) for name in FLAGS} == {bool}


def test_times_have_the_vendors_one_form(api, admin):
    admin.last_login = datetime(2026, 2, 20, 17, 40, 33, 123456, tzinfo=UTC)
    admin.save()
    assert api.get(PATH).json()["lastLogin"] == "2026-02-20T17:40:33Z"


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/xml", "", "nonsense"])
def test_the_answer_is_json_whatever_the_client_says_it_accepts(api, accept):
    response = api.get(PATH, headers={"accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("query", ["a=1&a=2", "%ff=%fe", "&&==&", "format=html", "x=" + "y" * 100_000])
def test_parameters_that_nobody_knows_are_ignored(api, query):
    assert api.get(f"{PATH}?{query}").status_code == 200


def test_the_answer_is_kept_by_no_cache(api):
    assert api.get(PATH).headers["Cache-Control"] == "no-store"


def test_head_answers_like_get(api):
    assert api.head(PATH).status_code == 200
