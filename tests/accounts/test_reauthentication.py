"""What an unattended browser can't be used for: it must be somebody who has just signed in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.sign_ins import SIGNED_IN_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def unattended(admin_client):
    """Ada's browser, a quarter of an hour after she signed in."""
    session = admin_client.session
    session[SIGNED_IN_AT] = (timezone.now() - timedelta(minutes=16)).timestamp()
    session.save()
    return admin_client


@pytest.mark.parametrize(
    "path",
    [
        "/settings/users/add/",
        "/settings/users/{user}/",
        "/settings/users/{user}/reactivate/",
        "/settings/profiles/add/",
        "/settings/profiles/{profile}/",
        "/settings/profiles/{profile}/default/",
        "/settings/profiles/{profile}/delete/",
    ],
)
def test_who_may_do_what_is_changed_only_after_a_recent_sign_in(unattended, admin, path):
    address = path.format(user=admin.api_id, profile=admin.profile.api_id)
    assert unattended.get(address).url == f"/confirm-password/?next={address}"
    assert unattended.post(address, {"first_name": "Mallory"}).url == f"/confirm-password/?next={address}"


def test_nobody_makes_themselves_an_administrator_at_an_unattended_browser(unattended, admin):
    person = {"first_name": "Mallory", "last_name": "M", "email": "mallory@evil.example"}
    unattended.post("/settings/users/add/", {**person, "profile": admin.profile_id})
    assert (User.objects.count(), mail.outbox) == (1, [])


def test_what_was_typed_is_there_after_the_password(unattended):
    unattended.post("/settings/users/add/", {"first_name": "Typed with care"})
    unattended.post("/confirm-password/", {"password": "correct horse battery"})
    assert "Typed with care" in unattended.get("/settings/users/add/").text
