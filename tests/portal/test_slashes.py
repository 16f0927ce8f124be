"""Both slash forms of every path answer directly, for every method."""

import pytest
from django.test import Client

from portal.api.operations import all_operations
from tests.paths import filled

pytestmark = pytest.mark.django_db
OPERATIONS = [pytest.param(o.method, o.path, id=f"{o.method} {o.path}") for o in all_operations()]


def both_forms(path, identifier):
    path = filled(path, identifier).rstrip("/")
    return path, f"{path}/"


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_both_forms_give_the_same_answer(api, method, path):
    answers = [getattr(api, method.lower())(form) for form in both_forms(path, "nobody")[::-1]]
    if (method, path) == ("DELETE", "/api/v4/currentToken/"):
        assert [a.status_code for a in answers] == [204, 401]  # the first ended the token
    else:
        assert answers[0].status_code == answers[1].status_code < 405


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_both_forms_refuse_who_has_no_credential_without_a_redirect(method, path):
    statuses = {getattr(Client(), method.lower())(form).status_code for form in both_forms(path, "nobody")}
    assert statuses in ({401}, {200}, {403})


@pytest.mark.parametrize(
    "path", ["//api/v4/brands/", "/api//v4///brands", "//v6/authentication/oauth2/scopes"]
)
def test_slashes_that_a_client_puts_in_twice_count_once(api, path):
    assert api.get(f"http://testserver{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/nothing/", "/v6/nothing", "/v7/", "/api/v4/users/a/b/"]
)
def test_a_path_that_does_not_exist_answers_as_the_api(path):
    response = Client().post(path)
    assert (response.status_code, response.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/api/v4/currentUser/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/api/v4/users/", "GET, POST, HEAD, OPTIONS"),
        ("NONSENSE", "/api/v4/currentUser", "GET, HEAD, OPTIONS"),
        ("TRACE", "/api/v4/currentUser", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_a_path_does_not_have_is_refused_with_those_it_has(api, method, path, allow):
    response = api.generic(method, path)
    assert (response.status_code, response.json()["error"]) == (405, "method_not_allowed")
    assert response.headers["Allow"] == allow
