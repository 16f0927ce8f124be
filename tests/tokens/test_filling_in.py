"""What happens meanwhile, while somebody fills in the form for a token."""

import uuid

import pytest
from django.test import Client

from accounts.permissions import Permission
from integrations import catalog
from integrations.models import Integration
from portal.audit.record import COMMAND
from portal.features.switch import Feature, disable
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.browsers import browser
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
ADD = "/settings/portal-settings/permanent-tokens/add/"
PARTS = [f"{ADD}users/?user_search=rita", f"{ADD}preview/?scopes=asset:read"]
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asked_for_after_signing_out_is_a_note_not_the_sign_in_page(feature_on, part):
    response = Client().get(part, **HTMX)
    assert response.status_code == 403
    assert "You have been signed out" in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asked_for_without_the_permission_says_so(feature_on, part):
    client = browser(UserFactory())
    response = client.get(part, **HTMX)
    assert response.status_code == 403
    assert Permission.MANAGE_TOKENS.label in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asked_for_when_the_feature_is_off_says_so(admin_client, operator, part):
    disable(Feature.PERMANENT_TOKENS, by=operator, reason="tests", door=COMMAND)
    response = admin_client.get(part, **HTMX)
    assert response.status_code == 403
    assert "switched off meanwhile" in response.text


def test_a_form_from_before_the_last_sign_in_is_kept_and_can_be_opened_again(admin, feature_on):
    client = browser(admin, enforce_csrf_checks=True)
    refused = client.post(ADD, {"description": "Typed with care"})
    assert refused.status_code == 403
    assert f'href="{ADD}"' in refused.text
    assert "Typed with care" in client.get(ADD).text


def test_a_form_sent_without_any_cookie_is_not_kept(feature_on, admin):
    client = Client(enforce_csrf_checks=True)
    client.post(ADD, {"description": "Typed by somebody else"})
    client.force_login(admin, backend="accounts.backends.UsernameOrEmailBackend")
    assert "Typed by somebody else" not in client.get(ADD).text


def test_replacing_a_token_of_a_retired_integration_says_why_none_is_chosen(admin_client, operator):
    akeneo = Integration.objects.get(name="Akeneo")
    token = TokenFactory(integration=akeneo)
    catalog.retire(akeneo, by=operator, door=COMMAND)
    assert (
        "Akeneo, the integration of the old token, is retired"
        in admin_client.get(f"{ADD}?replace={token.key_id}").text
    )


def test_the_preview_for_somebody_who_may_not_be_assigned_grants_nothing(feature_on):
    profile = ProfileFactory(permissions=[Permission.MANAGE_TOKENS, Permission.MANAGE_PORTAL_SETTINGS])
    client = browser(UserFactory(profile=profile))
    powerful = UserFactory(profile="Administrator")
    page = client.get(f"{ADD}preview/?scopes=asset:read&user={powerful.api_id}").text
    assert "can't create a token for them" in page
    assert "Granted:" not in page


@pytest.mark.parametrize("has_own_authority", [True, False])
def test_the_samples_trust_the_authority_that_this_portal_made(
    admin_client, settings, tmp_path, has_own_authority
):
    settings.OWN_AUTHORITY = tmp_path / "ca.pem"
    if has_own_authority:
        settings.OWN_AUTHORITY.touch()
    fields = {"description": "x", "integration": "other", "other_integration": "y", "scopes": ["asset:read"]}
    created = admin_client.post(ADD, {**fields, "user": UserFactory().api_id, "submission": uuid.uuid4()})
    assert ("--cacert ca.pem" in created.text) == has_own_authority


def test_a_name_that_nobody_can_have_finds_nobody(admin_client, feature_on):
    page = admin_client.post(ADD, {"find": "1", "user_search": "a\0", "description": "Kept"})
    assert page.status_code == 200
    assert "Nobody who is active matches" in page.text
    assert 'value="Kept"' in page.text
