"""Mails with which people set their passwords, sent by those who manage users."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import PermissionProfile, User
from tests.accounts.factories import LIGHT, UserFactory

pytestmark = pytest.mark.django_db
URL = "/settings/users/"


def add(client):
    """The page after Lena was added."""
    fields = {
        "first_name": "Lena",
        "last_name": "Light",
        "email": "lena@acme.example",
        "profile": PermissionProfile.objects.get(name=LIGHT).pk,
    }
    return client.post(f"{URL}add/", fields, follow=True)


def test_an_added_user_gets_a_mail_and_sets_a_password_with_it(admin_client):
    add(admin_client)
    link = re.search(r"https?://testserver(/password/reset/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(link, follow=True)
    passwords = {"new_password1": "a fine long password", "new_password2": "a fine long password"}
    client.post(form.request["PATH_INFO"], passwords)
    assert client.login(
        request=form.wsgi_request, username="lena@acme.example", password="a fine long password"
    )


def test_the_mail_to_an_added_user_speaks_of_no_password_that_they_have(admin_client):
    add(admin_client)
    body = mail.outbox[0].body
    assert "as lena@acme.example. Set a password here" in body
    assert "new password" not in body
    assert "stays as it is" not in body


@pytest.mark.parametrize(
    ("state", "reason"), [({"is_active": False}, "is inactive"), ({"is_sso_only": True}, "with a password")]
)
def test_no_mail_is_sent_to_those_who_cannot_use_a_password(admin_client, state, reason):
    person = UserFactory(**state)
    page = admin_client.post(f"{URL}{person.api_id}/invite/", follow=True)
    assert reason in page.text
    assert mail.outbox == []


@pytest.mark.parametrize("address", [f"lena@{'ü' * 60}.example", "lena@acme@example"])
def test_an_address_that_takes_no_mail_is_told(admin_client, address):
    person = UserFactory(email=address)
    page = admin_client.post(f"{URL}{person.api_id}/invite/", follow=True)
    assert "No mail is sent" in page.text


def test_a_page_says_when_a_mail_could_not_be_sent(admin_client, dead_mail_server):
    page = admin_client.post(f"{URL}{UserFactory().api_id}/invite/", follow=True)
    assert "No mail is sent: The mail server refused it or didn" in page.text


def test_the_log_says_by_their_key_who_got_no_mail(admin_client, dead_mail_server, caplog):
    caplog.set_level("ERROR")
    person = UserFactory()
    admin_client.post(f"{URL}{person.api_id}/invite/")
    assert caplog.messages == [f"the mail server doesn't answer: no mails for user {person.pk}"]


def test_somebody_is_added_all_the_same_when_no_mail_can_be_sent(admin_client, dead_mail_server):
    page = add(admin_client)
    assert "is added, but no mail is sent" in page.text
    assert User.objects.filter(email="lena@acme.example").exists()


def test_a_mail_is_sent_whenever_the_page_says_so(admin_client):
    rita = UserFactory()
    for number in (1, 2):
        page = admin_client.post(f"{URL}{rita.api_id}/invite/", follow=True)
        assert "is on its way" in page.text
        assert len(mail.outbox) == number
