"""How many requests a caller may make."""

import time

import pytest
from django.test import Client

from portal.api import throttling
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/currentUser/"
SCOPES = "/v6/authentication/oauth2/scopes"


@pytest.fixture(autouse=True)
def three_requests(settings):
    settings.RATE_LIMIT_REQUESTS = 3
    settings.RATE_LIMIT_SECONDS = 1000


def statuses(client, path=PATH, times=4, **extra):
    return [client.get(path, **extra).status_code for _ in range(times)]


def test_an_answer_says_how_many_requests_are_left(api):
    headers = [api.get(PATH).headers for _ in range(2)]
    assert [h["RateLimit-Limit"] for h in headers] == ["3", "3"]
    assert [h["RateLimit-Remaining"] for h in headers] == ["2", "1"]
    assert 0 < int(headers[0]["RateLimit-Reset"]) <= 1000


def test_one_request_too_many_is_refused(api):
    assert statuses(api) == [200, 200, 200, 429]


def test_a_refused_caller_hears_when_to_try_again(api):
    statuses(api, times=3)
    response = api.get(PATH)
    assert (response.json()["error"], response.json()["statuscode"]) == ("rate_limited", 429)
    assert response.headers["Retry-After"] == response.headers["RateLimit-Reset"]
    assert response.headers["RateLimit-Remaining"] == "0"


def test_tokens_of_one_user_are_counted_apart(api, token):
    statuses(api)
    assert client_of(token.user).get(PATH).status_code == 200


def test_a_token_is_counted_whatever_its_address(api):
    addresses = [f"203.0.113.{n}" for n in range(4)]
    assert [api.get(PATH, REMOTE_ADDR=a).status_code for a in addresses] == [200, 200, 200, 429]


def test_requests_that_are_refused_for_another_reason_count_too(api):
    assert statuses(api, "/api/v4/users/nobody/") == [404, 404, 404, 429]


@pytest.mark.parametrize(
    ("header", "path", "status"),
    [
        (None, PATH, 401),
        (None, SCOPES, 200),
        ("Bearer nonsense", PATH, 401),
        (None, f"{PATH}?access_token=x", 400),
    ],
)
def test_unknown_callers_are_counted_by_address(feature_on, header, path, status):
    client = Client(headers={"authorization": header} if header else None)
    assert statuses(client, path) == [status] * 3 + [429]
    assert client.get(path, REMOTE_ADDR="203.0.113.7").status_code == status


def test_unknown_callers_of_one_ipv6_network_are_counted_together(feature_on):
    addresses = [f"2001:db8::{n}" for n in range(4)]
    assert [Client().get(SCOPES, REMOTE_ADDR=a).status_code for a in addresses] == [200, 200, 200, 429]


def test_unknown_callers_do_not_use_up_what_a_token_has(api):
    statuses(Client())
    assert api.get(PATH).status_code == 200


def test_a_preflight_is_not_counted(feature_on):
    assert [Client().options(PATH).status_code for _ in range(5)] == [204] * 5


def test_very_many_callers_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(throttling.Window, "MOST_SUBJECTS", 2)
    window = throttling.Window()
    assert [window.add(subject, 1) for subject in ("a", "b", "a", "c", "a")] == [1, 1, 2, 1, 1]


def test_a_new_window_begins_at_one():
    window = throttling.Window()
    assert [window.add("a", number) for number in (1, 1, 2)] == [1, 2, 1]


@pytest.mark.parametrize(("now", "seconds"), [(6000, 600), (6001, 599), (6599, 1), (6600, 0)])
def test_what_happens_too_often_waits_for_the_end_of_its_window(monkeypatch, now, seconds):
    monkeypatch.setattr("portal.api.throttling.time.time", lambda: 6000)
    throttling.seconds_to_wait("mail", most=1, in_seconds=600)
    monkeypatch.setattr("portal.api.throttling.time.time", lambda: now)
    assert throttling.seconds_to_wait("mail", most=1, in_seconds=600) == seconds


def test_a_cache_that_hangs_holds_no_request_for_long(api, silent_cache):
    started = time.monotonic()
    assert api.get(PATH).status_code == 200
    assert time.monotonic() - started < 3
