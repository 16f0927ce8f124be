import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client

from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW = dict.fromkeys(("new_password1", "new_password2"), "quite another one")
CHANGE = {"old_password": PASSWORD, **NEW}


def sign_in(client, username="rita", password=PASSWORD):
    return client.post("/sign-in/", {"username": username, "password": password})


def mailed_link():
    """The link that Rita gets when she asks for a new password."""
    Client().post("/password/reset/", {"email": "rita@acme.example"})
    return re.search(r"https?://testserver(/password/reset/\S+)", mail.outbox[0].body)[1]


@pytest.mark.parametrize("name", ["rita", "RITA", "rita@acme.example", "Rita@Acme.example"])
def test_one_signs_in_with_username_or_address_in_any_case(rita, name):
    assert sign_in(Client(), name).url == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("rita", "wrong"), ("nobody", PASSWORD), ("", ""), ("rita\x00", "x")]
)
def test_a_wrong_name_or_password_is_refused(rita, name, password):
    client = Client()
    assert sign_in(client, name, password).status_code == 200
    assert client.get("/").status_code == 302


def test_an_inactive_user_cannot_sign_in(rita):
    rita.is_active = False
    rita.save()
    assert "don&#x27;t match" in sign_in(Client()).text


def test_somebody_of_single_sign_on_cannot_sign_in_with_a_password(rita):
    rita.is_sso_only = True
    rita.save()
    assert sign_in(Client()).status_code == 200


def test_five_failures_lock_the_name_out_even_with_the_right_password(rita):
    client = Client()
    for _ in range(5):
        response = sign_in(client, password="wrong")
    assert response.status_code == 429
    assert sign_in(client).status_code == 429


NAMES = ["rita", "RITA", "rita@acme.example", "Rita@ACME.example", "rita"]


def test_username_and_address_in_any_case_count_as_one_name(rita):
    assert [sign_in(Client(), name, "wrong").status_code for name in NAMES] == [200, 200, 200, 200, 429]
    assert sign_in(Client(), "rita@acme.example").status_code == 429


def test_a_sign_in_forgets_the_failures_of_both_names(rita):
    for name in NAMES[:4]:
        sign_in(Client(), name, "wrong")
    sign_in(Client(), "RITA@acme.example")
    assert sign_in(Client(), "rita", "wrong").status_code == 200


def test_whoever_is_locked_out_is_told_how_long_it_takes(rita, settings):
    settings.AXES_COOLOFF_TIME = timedelta(minutes=40)
    for _ in range(5):
        response = sign_in(Client(), password="wrong")
    assert "Wait 40 minutes" in response.text


def test_a_lock_out_is_audited(rita):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    assert AuditEntry.objects.filter(action=Action.LOCKED_OUT, actor_name="rita").exists()


def test_sign_ins_failures_and_sign_outs_are_audited(rita):
    client = Client()
    sign_in(client, password="wrong")
    sign_in(client)
    client.post("/sign-out/")
    actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == [Action.SIGN_IN_FAILED, Action.SIGNED_IN, Action.SIGNED_OUT]


def test_signing_in_leads_back_to_where_one_wanted_to_go(rita):
    response = Client().get("/settings/users/?search=a")
    assert response.url == "/sign-in/?next=/settings/users/%3Fsearch%3Da"


def test_a_password_is_changed_and_audited(rita):
    client = Client()
    sign_in(client)
    assert client.post("/password/", CHANGE).url == "/password/changed/"
    assert sign_in(Client(), password="quite another one").url == "/"
    assert AuditEntry.objects.filter(action=Action.PASSWORD_CHANGED).exists()


def test_guesses_at_the_present_password_lock_the_name_out(rita):
    client = Client()
    sign_in(client)
    for _ in range(5):
        response = client.post("/password/", {**CHANGE, "old_password": "wrong"})
    assert response.status_code == 429
    assert client.post("/password/", CHANGE).status_code == 429
    assert sign_in(Client()).status_code == 429


def refuse_audit_entries(execute, sql, params, many, context):
    if sql.startswith(f'INSERT INTO "{AuditEntry._meta.db_table}"'):
        raise DatabaseError
    return execute(sql, params, many, context)


def test_a_change_that_cannot_be_audited_leaves_the_password(rita):
    client = Client(raise_request_exception=False)
    sign_in(client)
    with connection.execute_wrapper(refuse_audit_entries):
        assert client.post("/password/", CHANGE).status_code == 500
    assert sign_in(Client()).url == "/"


def test_a_link_whose_use_cannot_be_audited_leaves_the_password(rita):
    client = Client(raise_request_exception=False)
    form = client.get(mailed_link(), follow=True).request["PATH_INFO"]
    with connection.execute_wrapper(refuse_audit_entries):
        assert client.post(form, NEW).status_code == 500
    assert sign_in(Client()).url == "/"


def test_a_weak_password_is_refused(rita):
    client = Client()
    sign_in(client)
    passwords = {"old_password": PASSWORD, "new_password1": "password", "new_password2": "password"}
    assert "too common" in client.post("/password/", passwords).text


def test_a_mail_lets_one_set_a_new_password_once(rita):
    link, client = mailed_link(), Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    assert "Your new password is set." in client.post(form, NEW, follow=True).text
    assert sign_in(Client(), password="quite another one").url == "/"
    assert "has been used or is too old" in Client().get(link, follow=True).text


def test_nobody_fills_the_mailbox_of_somebody_else(rita):
    for address in ("rita@acme.example", "RITA@acme.example"):
        Client().post("/password/reset/", {"email": address})
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("path", ["/password/reset/", "/password/reset/sent/"])
def test_whoever_needs_no_new_password_finds_the_way_back(client, path):
    assert 'href="/sign-in/"' in client.get(path).text


def test_the_mail_names_the_portal(rita, settings):
    settings.PORTAL_NAME = "Bang & Olufsen"
    Client().post("/password/reset/", {"email": "rita@acme.example"})
    assert mail.outbox[0].subject == "Bang & Olufsen: set a new password"
    assert "for rita on Bang & Olufsen" in mail.outbox[0].body


@pytest.mark.parametrize("address", ["nobody@acme.example", "rita@acme.example"])
def test_asking_for_a_mail_does_not_tell_who_exists(rita, address):
    assert Client().post("/password/reset/", {"email": address}).url == "/password/reset/sent/"


def test_confirming_with_a_wrong_password_is_refused(rita):
    client = Client()
    sign_in(client)
    assert "That isn&#x27;t your password." in client.post("/confirm-password/", {"password": "wrong"}).text


def test_confirming_works_for_oneself_only(rita):
    UserFactory(username="mallory", password="another password")
    client = Client()
    sign_in(client)
    posted = {"username": "mallory", "password": "another password"}
    assert client.post("/confirm-password/", posted).status_code == 200
