"""Every answer names its request."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATHS = ["/api/v4/currentUser/", "/api/nothing/", "/sign-in/", "/nothing/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_a_new_id(path):
    ids = {Client().get(path).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("path", PATHS)
def test_an_id_that_a_proxy_gave_is_kept(path):
    response = Client().get(path, headers={"x-request-id": "proxy-0123.abc_DEF"})
    assert response.headers["X-Request-ID"] == "proxy-0123.abc_DEF"


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "with space", "line\nbreak", "\u00e9" * 10, '"quote"-12345', ""]
)
def test_an_id_that_could_do_harm_is_replaced(given):
    assert Client().get("/api/nothing/", headers={"x-request-id": given}).headers["X-Request-ID"] != given


def test_an_error_repeats_the_id_in_its_body():
    response = Client().get("/api/v4/currentUser/", headers={"x-request-id": "abcdefgh"})
    assert response.json()["request_id"] == "abcdefgh"
