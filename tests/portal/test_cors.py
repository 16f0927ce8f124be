"""Browsers on other origins may call every API path."""

import pytest
from django.test import Client

from portal.api.operations import all_operations
from tests.paths import filled

pytestmark = pytest.mark.django_db
PATHS = sorted({filled(operation.path) for operation in all_operations()})


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_is_answered_without_credentials(path):
    response = Client().options(path, headers={"origin": "https://app.example"})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST, PUT, PATCH, DELETE, OPTIONS"
    allowed = response.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "Content-Type", "X-Bynder-Integration", "Content-SHA256"} <= set(allowed)
    assert {"User-Agent", "*"} <= set(allowed)  # the SDK's, where a browser lets it; what monitoring adds


@pytest.mark.parametrize(
    "path", ["/api/v4/currentUser/", "/api/v4/nothing/", "/v7/nothing", "/api/v4/users/?limit=x"]
)
def test_a_browser_may_read_every_answer_errors_included(api, path):
    headers = api.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    exposed = headers["Access-Control-Expose-Headers"].split(", ")
    assert {"X-Pagination-TotalRecords", "X-Request-ID", "RateLimit-Remaining", "Retry-After"} <= set(exposed)


def test_no_cookie_is_ever_allowed_or_set(api):
    response = api.get("/api/v4/currentUser/")
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies


def test_pages_are_for_their_own_origin_only(admin_client):
    assert "Access-Control-Allow-Origin" not in admin_client.get("/").headers
