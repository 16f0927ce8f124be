"""Changing and deleting users as the vendor's clients do."""

import pytest

from accounts.models import Group, User
from accounts.permissions import Permission
from portal.audit.models import AuditEntry
from tests.accounts.factories import ADMINISTRATOR, LIGHT, ProfileFactory, UserFactory
from tests.accounts.users_on_the_wire import PATH, address, new_user, profile, send
from tests.conftest import ApiClient, client_of
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["form", "json"])
def test_what_is_sent_is_changed_and_the_rest_stays(api, rita, kind):
    response = send(api, address(rita, "rfc"), {"lastname": "Renamed", "job": ""}, kind)
    rita.refresh_from_db()
    assert (response.status_code, response.json()) == (202, {"id": rita.api_id, "username": "rita"})
    assert (rita.first_name, rita.last_name) == ("Rita", "Renamed")


def test_a_user_is_deactivated_and_reactivated_by_a_flag(api, rita):
    states = []
    for flag in ("0", "1"):
        api.post(address(rita), {"active": flag})
        rita.refresh_from_db()
        states.append(rita.is_active)
    assert states == [False, True]


def test_blank_groups_mean_absent_ones_and_change_nothing(api, rita):
    rita.groups.add(Group.objects.create(name="Brand"))
    api.post(address(rita), {"groupIds": "", "job": "Editor"})
    assert rita.groups.count() == 1


def test_a_name_that_another_had_before_is_refused_only_when_it_is_changed(api, rita):
    UserFactory(username=rita.email)
    assert api.post(address(rita), {"job": "Editor"}).status_code == 202
    response = api.post(address(rita), {"username": "Rose"})
    assert response.status_code == 202


def test_a_language_that_was_kept_before_stays(api, rita):
    User.objects.filter(pk=rita.pk).update(language="nl_NL")
    assert api.post(address(rita), {"job": "Editor"}).status_code == 202


def test_a_name_that_was_kept_before_stays(api, rita):
    User.objects.filter(pk=rita.pk).update(first_name="", email="rita")
    assert api.post(address(rita), {"job": "Editor"}).status_code == 202
    response = api.post(address(rita), {"email": "Rita"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["email"])


def test_an_address_that_is_taken_is_named(api, admin, rita):
    response = api.post(address(rita), {"email": admin.email})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["email"])


def test_the_last_administrator_stays_one(api, admin):
    response = api.post(address(admin), {"profileId": profile(LIGHT).api_id})
    admin.refresh_from_db()
    assert (response.status_code, admin.profile.name) == (400, ADMINISTRATOR)
    assert "nobody who can manage users" in response.json()["message"]


@pytest.mark.parametrize("path", [PATH, "{rita}"])
def test_nobody_gives_a_profile_that_may_do_more_than_they(admin, rita, feature_on, path):
    manager = UserFactory(profile=ProfileFactory(permissions=[Permission.MANAGE_USERS]))
    client = client_of(manager)
    fields = new_user(profileId=profile(ADMINISTRATOR).api_id)
    response = client.post(path.format(rita=address(rita)), fields)
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    assert User.objects.filter(profile__name=ADMINISTRATOR).count() == 1


def test_deleting_a_user_deactivates_them(api, rita):
    response = api.delete(address(rita))
    rita.refresh_from_db()
    assert (response.status_code, response.content, rita.is_active) == (204, b"", False)


def test_the_last_administrator_is_not_deleted(api, admin):
    assert api.delete(address(admin)).status_code == 400
    admin.refresh_from_db()
    assert admin.is_active


def test_deleting_a_user_stops_their_tokens(api, rita):
    theirs = TokenFactory(user=rita)
    api.delete(address(rita))
    assert ApiClient(theirs.secret).get("/api/v4/currentUser/").json()["error"] == "user_inactive"


def test_a_change_through_the_api_is_audited_with_its_request(api, admin, rita):
    response = api.delete(address(rita))
    entry = AuditEntry.objects.about("user", str(rita.pk)).get()
    assert (entry.actor_name, entry.door) == (admin.audit_name, "api")
    assert entry.request_id == response.headers["X-Request-ID"]
