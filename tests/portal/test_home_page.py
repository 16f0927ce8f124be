import pytest

from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.browsers import browser
from tests.conftest import client_of
from tests.tokens.factories import TokenFactory
from tokens.deletion import delete

pytestmark = pytest.mark.django_db


def test_it_counts_the_tokens_that_were_never_used(admin_client, token):
    assert "Never used" in admin_client.get("/").text


def test_it_counts_no_further_than_lists_do(admin_client, admin, token, short_lists):
    TokenFactory.create_batch(2, user=admin)
    page = admin_client.get("/").text
    assert '<span class="attention__count">2+</span>' in page


def test_it_counts_refusals_since_yesterday(admin_client, token, operator, api):
    delete(token.key_id, by=operator, door=COMMAND)
    api.get("/api/v4/currentUser/")
    assert "Refused since yesterday" in admin_client.get("/").text


def test_it_says_when_nothing_needs_attention(admin_client, admin):
    client_of(admin).get("/api/v4/currentUser/")
    assert "All tokens are in use" in admin_client.get("/").text


def test_without_tokens_it_says_what_to_do(admin_client):
    page = admin_client.get("/").text
    assert "There are no tokens yet." in page
    assert 'href="/settings/portal-settings/permanent-tokens/add/"' in page
    assert "All tokens are in use" not in page


def test_somebody_without_settings_is_told_that_there_is_nothing_to_do(feature_on):
    user = UserFactory(profile=ProfileFactory())
    client = browser(user)
    assert "There is nothing here for you to look after" in client.get("/").text


def test_without_the_feature_the_menu_entry_is_absent(admin):
    client = browser(admin)
    page = client.get("/").text
    assert "Audit log" in page
    assert "Permanent tokens" not in page
