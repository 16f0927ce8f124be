"""The portal answers under its own names only."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_call_under_another_name_is_refused_with_the_remedy(api):
    for _ in range(2):
        response = api.get("/api/v4/currentUser/", headers={"host": "evil.example"})
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
        assert "ALLOWED_HOSTS" in response.json()["message"]


def test_a_page_under_another_name_is_refused_with_the_remedy():
    response = Client().get("/sign-in/", headers={"host": "evil.example"})
    assert (response.status_code, "ALLOWED_HOSTS" in response.text) == (400, True)


def test_a_name_that_only_begins_like_one_of_ours_is_another(api):
    assert api.get("/api/v4/currentUser/", headers={"host": "localhost:8443"}).status_code == 200
    assert api.get("/api/v4/currentUser/", headers={"host": "localhost.evil.example"}).status_code == 400


def test_a_name_that_a_trusted_proxy_forwards_is_checked(api, settings):
    settings.USE_X_FORWARDED_HOST = True
    headers = {"host": "localhost", "x-forwarded-host": "evil.example"}
    assert api.get("/api/v4/currentUser/", headers=headers).status_code == 400
