"""`/api/v4/profiles/` as the vendor's clients call it."""

import pytest

from accounts.models import PermissionProfile
from accounts.permissions import Permission
from accounts.scopes import Scope
from tests.accounts.factories import LIGHT, REGULAR, UserFactory
from tests.conftest import client_of
from tokens import usage
from tokens.models import TokenUsage

pytestmark = pytest.mark.django_db
PATH = "/api/v4/profiles/"


@pytest.fixture
def regular(feature_on):
    return UserFactory(profile=REGULAR)


def client(user, *scopes):
    return client_of(user, scopes=scopes)


def test_profiles_are_a_bare_array_by_name_with_the_vendors_roles(api):
    light = PermissionProfile.objects.get(name=LIGHT)
    profiles = api.get(PATH).json()
    assert [p["name"] for p in profiles] == ["Administrator", LIGHT, REGULAR]
    assert profiles[1] == {
        "id": light.api_id,
        "name": LIGHT,
        "roles": ["MEDIAOVERVIEW", "collection.public.view", "metaproperty.view"],
    }


def test_an_administrator_has_every_role(api):
    assert api.get(PATH).json()[0]["roles"] == list(Permission)


@pytest.mark.parametrize("spell", [lambda p: p.api_id, lambda p: str(p.id), lambda p: p.id.hex])
def test_a_profile_is_found_by_its_id_in_any_form(api, spell):
    light = PermissionProfile.objects.get(name=LIGHT)
    assert api.get(f"{PATH}{spell(light)}/").json()["name"] == LIGHT


@pytest.mark.parametrize(
    "identifier", ["nonsense", "00000000-0000-0000-0000-000000000000", "%00", "Light user"]
)
def test_a_profile_that_does_not_exist_is_not_found(api, identifier):
    assert api.get(f"{PATH}{identifier}/").status_code == 404


def test_everybody_may_read_their_own_profile(regular):
    response = client(regular, Scope.CURRENT_PROFILE_READ).get(f"{PATH}{regular.profile.api_id}/")
    assert (response.status_code, response.json()["name"]) == (200, REGULAR)


def test_the_scope_for_the_own_profile_opens_no_other(regular):
    other = PermissionProfile.objects.get(name=LIGHT)
    response = client(regular, Scope.CURRENT_PROFILE_READ).get(f"{PATH}{other.api_id}/")
    assert (response.status_code, response.json()["required_scope"]) == (403, "admin.profile:read")


def test_the_scope_for_all_profiles_needs_the_permission(regular):
    other = PermissionProfile.objects.get(name=LIGHT)
    response = client(regular, Scope.ADMIN_PROFILE_READ).get(f"{PATH}{other.api_id}/")
    assert (response.status_code, response.json()["required_permission"]) == (403, "PERMISSIONMANAGEMENT")


def test_a_profile_that_does_not_exist_looks_like_any_other_to_who_may_not_read_it(regular):
    response = client(regular, Scope.CURRENT_PROFILE_READ).get(f"{PATH}nonsense/")
    assert response.status_code == 403


def test_use_is_counted_for_the_scope_that_opened_the_door(admin, feature_on):
    other = PermissionProfile.objects.get(name=LIGHT)
    client(admin, Scope.CURRENT_PROFILE_READ, Scope.ADMIN_PROFILE_READ).get(f"{PATH}{other.api_id}/")
    usage.flush()
    assert TokenUsage.objects.get().scope == "admin.profile:read"
