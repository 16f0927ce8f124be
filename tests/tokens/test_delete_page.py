from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.sign_ins import SIGNED_IN_AT
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory
from tokens import usage
from tokens.models import PermanentToken, Tombstone

pytestmark = pytest.mark.django_db


def url(token):
    return reverse("token-delete", args=[token.key_id])


def test_a_deleted_token_is_refused_at_once(admin_client, token, api):
    assert api.get("/api/v4/currentUser/").status_code == 200
    admin_client.post(url(token))
    assert api.get("/api/v4/currentUser/").status_code == 401


def test_another_token_of_the_same_user_still_works(admin_client, token):
    other = TokenFactory(user=token.user)
    admin_client.post(url(token))
    assert ApiClient(other.secret).get("/api/v4/currentUser/").status_code == 200


def test_the_warning_says_how_much_the_token_is_used(admin_client, token, api):
    for _ in range(3):
        api.get("/api/v4/currentUser/")
    usage.flush()
    page = admin_client.get(url(token))
    assert "last used <time" in page.text
    assert "and 3 times this week" in page.text


def test_the_warning_tells_tokens_of_one_description_apart(admin_client, token):
    assert token.masked_key in admin_client.get(url(token)).text


def test_the_warning_for_an_unused_token_says_that_nothing_stops(admin_client, token):
    assert "nothing that works today stops" in admin_client.get(url(token)).text


def test_the_warning_for_a_token_of_an_inactive_user_says_that_it_is_refused_already(admin_client):
    token = TokenFactory(user__is_active=False, last_used_at=timezone.now())
    page = admin_client.get(url(token))
    assert "this token is refused already" in page.text
    assert "stops working" not in page.text


def test_the_warning_tells_of_the_integrations_other_tokens(admin_client, token):
    token.last_used_at = timezone.now()
    token.save(update_fields=["last_used_at"])
    TokenFactory(other_integration=token.other_integration)
    assert "has 1 other token" in admin_client.get(url(token)).text


def test_looking_at_the_warning_deletes_nothing(admin_client, token):
    admin_client.get(url(token))
    assert PermanentToken.objects.filter(pk=token.pk).exists()


def test_a_deletion_leaves_a_tombstone_and_an_audit_entry(admin_client, admin, token):
    admin_client.post(url(token))
    assert Tombstone.objects.get(key_id=token.key_id).deleted_by == admin.audit_name
    assert AuditEntry.objects.filter(action=Action.TOKEN_DELETED, target_id=token.key_id).count() == 1


def test_deleting_twice_says_who_was_first(admin_client, token):
    admin_client.post(url(token))
    again = admin_client.post(url(token))
    assert again.status_code == 410
    assert "was deleted" in again.text


def test_the_page_of_a_deleted_token_says_that_it_is_still_presented(admin_client, token, api):
    admin_client.post(url(token))
    api.get("/api/v4/currentUser/")
    page = admin_client.get(reverse("token", args=[token.key_id]))
    assert page.status_code == 410
    assert "still being presented" in page.text


def test_an_unknown_token_is_not_found(admin_client):
    assert admin_client.get(reverse("token-delete", args=["nothing"])).status_code == 404


def test_an_old_sign_in_asks_for_the_password_first(admin_client, token):
    session = admin_client.session
    session[SIGNED_IN_AT] = (timezone.now() - timedelta(minutes=16)).timestamp()
    session.save()
    assert admin_client.post(url(token)).url.startswith("/confirm-password/")
    assert PermanentToken.objects.filter(pk=token.pk).exists()
