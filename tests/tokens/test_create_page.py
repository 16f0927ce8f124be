import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scopes import Scope
from accounts.sign_ins import SIGNED_IN_AT
from integrations.models import Integration
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND
from portal.features.switch import Feature, disable
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.browsers import browser
from tests.conftest import ApiClient
from tokens.deletion import delete
from tokens.models import PermanentToken
from tokens.secret import PATTERN

pytestmark = pytest.mark.django_db
URL = "/settings/portal-settings/permanent-tokens/add/"


@pytest.fixture
def rita(db):
    """Rita is a regular user."""
    return UserFactory(first_name="Rita", last_name="Regular", username="rita")


def fields(user, /, **changes):
    """What the form posts for `user`, with changes."""
    akeneo = Integration.objects.get(name="Akeneo")
    return {
        "description": "PIM sync",
        "integration": str(akeneo.pk),
        "user": user.api_id,
        "scopes": ["current.user:read", "asset:read"],
        "submission": str(uuid.uuid4()),
        **changes,
    }


def test_creating_a_token_shows_its_secret_which_then_works(admin_client, rita):
    response = admin_client.post(URL, fields(rita))
    assert response.status_code == 201
    secret = re.search(PATTERN, response.text)[0]
    assert ApiClient(secret).get("/api/v4/currentUser/").json()["username"] == "rita"


def test_the_page_with_the_secret_is_never_stored(admin_client, rita):
    assert "no-store" in admin_client.post(URL, fields(rita))["Cache-Control"]


def test_the_samples_do_not_hold_the_secret(admin_client, rita):
    assert len(re.findall(PATTERN, admin_client.post(URL, fields(rita)).text)) == 1


def test_posting_the_same_form_again_makes_no_second_token_and_shows_no_secret(admin_client, rita):
    posted = fields(rita)
    admin_client.post(URL, posted)
    again = admin_client.post(URL, posted)
    assert (again.status_code, PermanentToken.objects.count()) == (409, 1)
    assert not re.search(PATTERN, again.text)


def test_posting_the_same_form_again_after_its_token_was_deleted_makes_none_either(admin_client, admin, rita):
    posted = fields(rita)
    admin_client.post(URL, posted)
    delete(PermanentToken.objects.get().key_id, by=admin, door=COMMAND)
    again = admin_client.post(URL, posted)
    assert (again.status_code, PermanentToken.objects.count()) == (409, 0)
    assert "has been deleted since" in again.text
    assert "?replace=" not in again.text


def test_the_secret_is_in_no_table(admin_client, rita):
    secret = re.search(PATTERN, admin_client.post(URL, fields(rita)).text)[0]
    token = PermanentToken.objects.get()
    assert secret not in str(vars(token))
    assert secret not in str(list(AuditEntry.objects.values()))
    assert secret not in str(dict(admin_client.session))


def test_a_created_token_is_audited_with_who_and_what(admin_client, admin, rita):
    admin_client.post(URL, fields(rita))
    entry = AuditEntry.objects.get(action=Action.TOKEN_CREATED)
    assert (entry.actor_name, entry.target_name, entry.door) == (admin.audit_name, "PIM sync", "page")
    assert entry.details["scopes"] == ["asset:read", "current.user:read"]


def test_an_integration_that_is_not_in_the_catalog_can_be_named_under_other(admin_client, rita):
    admin_client.post(URL, fields(rita, integration="other", other_integration="Night job"))
    assert PermanentToken.objects.get().integration_name == "Night job"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"description": ""}, "Describe what the token is for."),
        ({"description": "x" * 201}, "at most 200 characters"),
        ({"description": "PIM\u202esync"}, "Remove the invisible character U+202E."),
        ({"description": "PIM\x00sync"}, "Null characters are not allowed."),
        ({"integration": ""}, "Choose an integration, or Other."),
        ({"integration": "999999"}, "Select a valid choice."),
        ({"integration": "9" * 5000}, "Select a valid choice."),
        ({"integration": "other", "other_integration": " "}, "Type the name of the integration."),
        ({"user": ""}, "Search for a user and click a result."),
        ({"user": "nobody"}, "There is no such user."),
        ({"user": str(uuid.uuid4())}, "There is no such user."),
        ({"scopes": []}, "Tick at least one scope"),
        ({"scopes": ["asset:destroy"]}, "There is no scope called asset:destroy."),
        ({"replaces": "gone"}, "The token to be replaced never existed."),
    ],
)
def test_bad_input_is_explained_and_makes_no_token(admin_client, rita, changes, message):
    response = admin_client.post(URL, fields(rita, **changes))
    assert (response.status_code, PermanentToken.objects.count()) == (422, 0)
    assert message in response.text


def test_what_was_typed_is_still_there_after_a_mistake(admin_client, rita):
    response = admin_client.post(URL, fields(rita, scopes=[]))
    assert 'value="PIM sync"' in response.text
    assert "Rita Regular" in response.text


def test_a_retired_integration_is_refused(admin_client, rita):
    posted = fields(rita)
    Integration.objects.filter(name="Akeneo").update(is_active=False)
    assert "Akeneo is retired." in admin_client.post(URL, posted).text


def test_an_inactive_user_is_refused(admin_client):
    gone = UserFactory(first_name="Ina", last_name="Active", is_active=False)
    assert "Ina Active is inactive." in admin_client.post(URL, fields(gone)).text


def manager(*also):
    """The browser of Theo, who may manage tokens, and little else but what he may do `also`."""
    permissions = (Permission.MANAGE_TOKENS, Permission.MANAGE_PORTAL_SETTINGS, Permission.VIEW_ASSETS, *also)
    theo = UserFactory(first_name="Theo", username="theo", profile=ProfileFactory(permissions=permissions))
    return browser(theo)


@pytest.fixture
def token_manager(feature_on):
    return manager()


def test_nobody_may_assign_a_user_who_can_do_what_they_cannot(token_manager, admin):
    response = token_manager.post(URL, fields(admin))
    assert (response.status_code, PermanentToken.objects.count()) == (422, 0)
    assert "may do what you may not" in response.text


def test_whoever_manages_users_but_not_profiles_may_not_get_more_power_by_a_token(feature_on, admin):
    response = manager(Permission.MANAGE_USERS).post(URL, fields(admin))
    assert (response.status_code, PermanentToken.objects.count()) == (422, 0)
    assert "“Manage users” and “Manage permission profiles”" in response.text


def test_a_user_who_can_do_no_more_may_be_assigned(token_manager):
    lena = UserFactory(profile=ProfileFactory(permissions=(Permission.VIEW_ASSETS,)))
    assert token_manager.post(URL, fields(lena)).status_code == 201


def test_whoever_manages_users_and_profiles_may_assign_anybody_but_is_warned(admin_client, rita, feature_on):
    page = admin_client.get(URL + "preview/", {"user": rita.api_id, "scopes": "asset:read"})
    assert "may do more than you" not in page.text


def test_the_preview_says_what_the_user_lacks(admin_client):
    lena = UserFactory(first_name="Lena", last_name="Light", profile=LIGHT)
    page = admin_client.get(URL + "preview/", {"user": lena.api_id, "scopes": ["asset:write", "asset:read"]})
    assert "Lena Light lacks “Upload assets”" in page.text


def test_the_preview_names_the_operations_that_a_scope_opens(admin_client, admin):
    page = admin_client.get(URL + "preview/", {"user": admin.api_id, "scopes": ["admin.user:read"]})
    assert "GET /api/v4/users/" in page.text


@pytest.mark.parametrize("typed", ["rit", "Regular rita", "rita@acme.ex", "acme reg"])
def test_users_are_found_by_parts_of_their_name_or_address(admin_client, rita, typed):
    assert "Rita Regular" in admin_client.get(URL + "users/", {"user_search": typed}).text


def test_inactive_users_are_not_offered(admin_client):
    UserFactory(first_name="Ina", last_name="Active", is_active=False)
    assert "Nobody who is active matches" in admin_client.get(URL + "users/", {"user_search": "ina"}).text


def test_without_javascript_the_find_button_offers_users_and_keeps_what_was_typed(admin_client, rita):
    posted = {"find": "1", "user_search": "rita", "description": "PIM sync", "scopes": ["asset:read"]}
    page = admin_client.post(URL, posted)
    assert rita.api_id in page.text
    assert 'value="PIM sync"' in page.text


def test_an_old_sign_in_asks_for_the_password_and_keeps_what_was_typed(admin_client, rita):
    session = admin_client.session
    session[SIGNED_IN_AT] = (timezone.now() - timedelta(minutes=16)).timestamp()
    session.save()
    response = admin_client.post(URL, fields(rita))
    assert response.url == f"/confirm-password/?next={URL}"
    password = {"password": "correct horse battery", "next": URL}
    page = admin_client.post("/confirm-password/", password, follow=True)
    assert 'value="PIM sync"' in page.text


def test_an_expired_session_loses_nothing_that_was_typed(admin, feature_on, rita):
    client = Client()
    assert client.post(URL, fields(rita)).url == f"/sign-in/?next={URL}"
    signed_in = {"username": "ada", "password": "correct horse battery", "next": URL}
    page = client.post(f"/sign-in/?next={URL}", signed_in, follow=True)
    assert 'value="PIM sync"' in page.text
    assert "Rita Regular" in page.text


def test_somebody_who_lost_the_permission_meanwhile_is_told_so(admin_client, admin, rita):
    UserFactory(username="other-admin", profile="Administrator")
    admin.profile = rita.profile
    admin.save()
    response = admin_client.post(URL, fields(rita))
    assert (response.status_code, PermanentToken.objects.count()) == (403, 0)
    assert "Manage Bynder permanent tokens" in response.text


def test_a_feature_switched_off_meanwhile_says_whom_to_ask(admin_client, rita, operator):
    disable(Feature.PERMANENT_TOKENS, by=operator, reason="test", door=COMMAND)
    response = admin_client.post(URL, fields(rita))
    assert (response.status_code, PermanentToken.objects.count()) == (404, 0)
    assert "Ask customer support" in response.text


def test_a_form_from_elsewhere_is_refused(admin, feature_on, rita):
    client = browser(admin, enforce_csrf_checks=True)
    response = client.post(URL, fields(rita))
    assert (response.status_code, PermanentToken.objects.count()) == (403, 0)
    assert "This form has expired" in response.text


def test_a_replacement_is_prefilled_from_the_old_token_and_linked_to_it(admin_client, token):
    page = admin_client.get(URL, {"replace": token.key_id})
    assert token.description in page.text
    admin_client.post(URL, fields(token.user, replaces=token.key_id))
    assert PermanentToken.objects.get(replaces=token.key_id).description == "PIM sync"


def test_the_browser_says_that_a_token_is_replaced(admin_client, token):
    assert "<title>Replace token ·" in admin_client.get(URL, {"replace": token.key_id}).text


def test_whoever_has_replaced_a_token_is_led_to_the_old_one(admin_client, token):
    created = admin_client.post(URL, fields(token.user, replaces=token.key_id))
    assert f'href="{reverse("token", args=[token.key_id])}"' in created.text


def test_a_replaced_token_goes_on_working(admin_client, token, api):
    admin_client.post(URL, fields(token.user, replaces=token.key_id))
    assert api.get("/api/v4/currentUser/").status_code == 200


def test_every_scope_can_be_ticked(admin_client):
    page = admin_client.get(URL)
    assert all(f'value="{scope}"' in page.text for scope in Scope)
