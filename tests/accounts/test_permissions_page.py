import pytest

from accounts.models import PermissionProfile, User
from accounts.permissions import Permission
from accounts.scopes import Scope
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
URL = "/settings/profiles/"


def named(name):
    return PermissionProfile.objects.get(name=name)


def edit(client, profile, *permissions, **changes):
    posted = {"name": profile.name, "permissions": list(permissions), **changes}
    return client.post(f"{URL}{profile.api_id}/", posted, follow=True)


def test_the_list_says_how_many_active_users_have_a_profile(admin_client):
    UserFactory.create_batch(2)
    UserFactory(is_active=False)
    counts = {profile.name: profile.active_users for profile in admin_client.get(URL).context["profiles"]}
    assert counts == {"Administrator": 1, REGULAR: 2, LIGHT: 0}


def test_the_list_takes_few_queries(admin_client, django_assert_num_queries):
    ProfileFactory.create_batch(20)
    with django_assert_num_queries(5):
        admin_client.get(URL)


def test_a_profile_is_added_with_what_its_permissions_need(admin_client):
    posted = {"name": "Editors", "permissions": ["MEDIAREMOVE"]}
    page = admin_client.post(f"{URL}add/", posted, follow=True)
    assert named("Editors").permissions == {
        Permission.DELETE_ASSETS,
        Permission.EDIT_ASSETS,
        Permission.VIEW_ASSETS,
    }
    assert "Also granted, because others need it: View assets, Edit assets." in page.text


def test_a_duplicate_starts_with_what_the_other_grants(admin_client):
    page = admin_client.get(f"{URL}add/", {"copy": named(LIGHT).api_id})
    assert 'value="Copy of Light user"' in page.text
    assert page.context["ticked"] == set(named(LIGHT).permissions)


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "light USER"}, "Another profile has this name."),
        ({"name": "Ed\u202eitors"}, "Remove the invisible character U+202E."),
        ({"name": "New", "permissions": ["FLY"]}, "There is no permission called FLY."),
        ({"name": "light USER", "permissions": ["FLY"]}, "Another profile has this name."),
    ],
)
def test_bad_input_is_explained_and_adds_nothing(admin_client, posted, message):
    response = admin_client.post(f"{URL}add/", posted)
    assert (response.status_code, PermissionProfile.objects.count()) == (422, 3)
    assert message in response.text


def test_a_name_that_was_kept_before_invisible_characters_were_refused_stays(admin_client):
    profile = ProfileFactory(name="Ed\u202eitors")
    edit(admin_client, profile, Permission.VIEW_ASSETS)
    profile.refresh_from_db()
    assert profile.permissions == {Permission.VIEW_ASSETS}


def test_a_change_shows_what_tokens_lose_before_it_is_saved(admin_client):
    TokenFactory(user=UserFactory(), description="PIM sync")
    page = edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS)
    assert "This changes what these tokens can do." in page.text
    assert "PIM sync" in page.text
    assert Permission.EDIT_ASSETS in named(REGULAR).permissions


def test_a_change_to_many_tokens_names_some_counts_all_and_reads_no_more(
    admin_client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("tokens.consequences.SHOWN", 2)
    monkeypatch.setattr("accounts.consequences.SHOWN", 2)
    rita = UserFactory()
    for name in ("a", "b", "c"):
        TokenFactory(user=rita, description=f"Token {name}")
    TokenFactory(user=rita, description="Unconcerned", scopes=[Scope.ASSET_READ])
    with django_assert_max_num_queries(12):
        page = edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS)
    assert ("Token b" in page.text, "Token c" in page.text, "… and 1 more." in page.text) == (
        True,
        False,
        True,
    )


def test_a_token_beyond_those_named_is_confirmed_too(admin_client, monkeypatch):
    monkeypatch.setattr("tokens.consequences.SHOWN", 1)
    rita = UserFactory()
    TokenFactory(user=rita, description="Token a")
    shown = edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS).context["effects"].fingerprint
    TokenFactory(user=rita, description="Token b")
    edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS, confirmed=shown)
    assert Permission.EDIT_ASSETS in named(REGULAR).permissions


def test_a_confirmed_change_is_saved_and_audited(admin_client):
    TokenFactory(user=UserFactory())
    shown = edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS).context["effects"].fingerprint
    edit(admin_client, named(REGULAR), Permission.VIEW_ASSETS, confirmed=shown)
    assert named(REGULAR).permissions == {Permission.VIEW_ASSETS}
    entry = AuditEntry.objects.get(action=Action.PROFILE_CHANGED)
    assert "MEDIAEDIT" in entry.details["withdrawn"]


def test_a_withdrawn_permission_takes_effect_on_tokens_at_once(admin_client, api, token):
    UserFactory(profile="Administrator")
    token.user.profile = named(LIGHT)
    token.user.save()
    assert api.get("/api/v4/users/").json()["error"] == "permission_denied"


def test_the_last_administrators_profile_cannot_lose_its_rights(admin_client):
    page = edit(admin_client, named("Administrator"), Permission.VIEW_ASSETS, confirmed="true")
    assert "nobody who can manage users" in page.text
    assert Permission.MANAGE_USERS in named("Administrator").permissions


def test_a_profile_is_made_the_default(admin_client):
    admin_client.post(f"{URL}{named(LIGHT).api_id}/default/")
    assert [profile.name for profile in PermissionProfile.objects.filter(is_default=True)] == [LIGHT]


def test_before_a_profile_is_deleted_it_is_asked(admin_client):
    page = admin_client.get(f"{URL}{named(LIGHT).api_id}/delete/")
    assert "<h1>Delete “Light user”?</h1>" in page.text
    assert PermissionProfile.objects.filter(name=LIGHT).exists()


def test_an_unused_profile_is_deleted(admin_client):
    admin_client.post(f"{URL}{named(LIGHT).api_id}/delete/")
    assert not PermissionProfile.objects.filter(name=LIGHT).exists()


def test_a_profile_in_use_is_kept_and_the_reason_is_told(admin_client):
    lena = UserFactory(profile=LIGHT)
    page = admin_client.post(f"{URL}{named(LIGHT).api_id}/delete/", follow=True)
    assert "Light user has 1 user, inactive ones included" in page.text
    assert User.objects.get(pk=lena.pk).profile.name == LIGHT


def test_the_default_profile_is_kept(admin_client):
    page = admin_client.post(f"{URL}{named(REGULAR).api_id}/delete/", follow=True)
    assert "Make another profile the default first." in page.text
