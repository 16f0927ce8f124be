from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.scopes import Scope
from tests.accounts.factories import LIGHT, UserFactory
from tests.tokens.factories import TokenFactory
from tokens import usage

pytestmark = pytest.mark.django_db


def page(client, token):
    return client.get(reverse("token", args=[token.key_id]))


def test_it_tells_how_often_the_token_was_used_this_week(admin_client, token, api):
    api.get("/api/v4/currentUser/")
    api.get("/api/v4/users/")
    usage.flush()
    assert "2 successful requests" in page(admin_client, token).text


def test_it_draws_how_often_the_token_was_used_each_day(admin_client, token):
    today = timezone.now().date()
    for ago, count in ((0, 10), (1, 5), (200, 1)):
        token.usage.create(day=today - timedelta(days=ago), scope="asset:read", count=count)
    text = page(admin_client, token).text
    assert "Successful requests a day: 10 at the most." in text
    assert text.count('width="3"') == 2
    assert "<dd>15</dd>" in text


def test_it_tells_which_operations_a_scope_opens(admin_client, token):
    assert "GET /api/v4/users/{identifier}/" in page(admin_client, token).text


def test_it_tells_what_the_user_lacks_for_a_scope(admin_client):
    token = TokenFactory(user=UserFactory(profile=LIGHT), scopes=[Scope.ADMIN_USER_READ])
    assert "The user lacks “Manage users”." in page(admin_client, token).text


def test_it_tells_that_the_user_is_inactive(admin_client):
    token = TokenFactory(user=UserFactory(is_active=False))
    assert "every request with this token is refused" in page(admin_client, token).text


def test_it_tells_that_the_token_was_exposed(admin_client, token, api):
    api.get("/api/v4/currentUser/", {"access_token": token.secret})
    assert "This token was sent in a URL" in page(admin_client, token).text


def test_it_tells_what_happened_to_the_token(admin_client, token, api):
    api.get("/api/v4/currentUser/")
    assert "Token first used" in page(admin_client, token).text


def test_it_links_to_the_token_that_replaced_it(admin_client, token):
    successor = TokenFactory(description="PIM sync 2", replaces=token.key_id)
    assert reverse("token", args=[successor.key_id]) in page(admin_client, token).text


def test_the_secret_is_not_on_the_page(admin_client, token):
    assert token.secret not in page(admin_client, token).text
