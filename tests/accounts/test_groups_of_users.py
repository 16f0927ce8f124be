"""Who puts people into groups and takes them out: not whoever only manages users."""

import pytest

from accounts.models import Group, User
from accounts.permissions import Permission
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.accounts.users_on_the_wire import PATH, address, new_user
from tests.browsers import browser
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def uma(admin, feature_on):
    """Uma may manage users, not groups; the client is hers."""
    user = UserFactory(username="uma", profile=ProfileFactory(permissions=[Permission.MANAGE_USERS]))
    client = client_of(user)
    client.user = user
    return client


@pytest.mark.parametrize("whose", ["rita", "uma", "nora"])
def test_nobody_is_put_into_a_group_by_those_who_only_manage_users(uma, rita, whose):
    group = Group.objects.create(name="Agencies")
    fields = new_user(profileId=uma.user.profile.api_id) if whose == "nora" else {}
    path = PATH if whose == "nora" else f"{PATH}{whose}/"
    response = uma.post(path, {**fields, "groupIds": group.api_id})
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    assert "“Manage user groups”" in response.json()["message"]
    assert not User.objects.filter(groups=group).exists()


def test_nobody_is_taken_out_of_a_group_by_those_who_only_manage_users(uma):
    kept, left = (Group.objects.create(name=name) for name in ("Kept", "Left"))
    uma.user.groups.set([kept, left])
    assert uma.post(address(uma.user), {"groupIds": kept.api_id}).status_code == 403
    assert uma.user.groups.count() == 2


def test_groups_that_stay_the_same_need_no_permission(uma, rita):
    rita.groups.add(group := Group.objects.create(name="Agencies"))
    assert uma.post(address(rita), {"job": "Editor", "groupIds": group.api_id}).status_code == 202


def test_whoever_manages_groups_as_well_puts_people_into_them(uma, rita):
    manager = ProfileFactory(permissions=[Permission.MANAGE_USERS, Permission.MANAGE_GROUPS])
    User.objects.filter(pk=uma.user.pk).update(profile=manager)
    group = Group.objects.create(name="Agencies")
    assert uma.post(address(rita), {"groupIds": group.api_id}).status_code == 202
    assert rita.groups.get() == group


@pytest.mark.parametrize("change", [{"password": "a fine long password"}, {"email": "uma2@acme.example"}])
def test_nobody_takes_over_somebody_to_see_what_their_group_sees(uma, change):
    lena = UserFactory(profile=uma.user.profile)
    assert uma.post(address(lena), change).status_code == 202
    lena.groups.add(group := Group.objects.create(name="Agencies"))
    response = uma.post(address(lena), {name: f"{value}x" for name, value in change.items()})
    assert (response.status_code, "is in the group Agencies" in response.json()["message"]) == (403, True)
    uma.user.groups.add(group)
    assert uma.post(address(lena), {name: f"{value}x" for name, value in change.items()}).status_code == 202


def test_the_page_shows_who_is_in_a_group_and_changes_nothing_of_it(uma, rita):
    rita.groups.add(brand := Group.objects.create(name="Brand"))
    agencies = Group.objects.create(name="Agencies")
    address, client = f"/settings/users/{rita.api_id}/", browser(uma.user)
    page = client.get(address).text
    assert f'value="{brand.pk}" id="id_groups_1" disabled checked' in page
    assert "Changing who is in a group needs the permission “Manage user groups”." in page
    details = {"first_name": "Rita", "last_name": "Rose", "email": rita.email, "username": rita.username}
    client.post(address, {**details, "profile": rita.profile_id, "groups": [agencies.pk]})
    rita.refresh_from_db()
    assert (rita.groups.get(), rita.last_name) == (brand, "Rose")
