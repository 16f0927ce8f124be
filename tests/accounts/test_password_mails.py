"""Mails to set a password, where somebody else than the web processes does background work."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workers(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work():
    """What the worker does, without closing the test's connection to the database."""
    for kept in DBTaskResult.objects.ready():
        kept.task.call(*kept.args_kwargs["args"], **kept.args_kwargs["kwargs"])


def test_the_page_sends_nothing_and_the_worker_does(rita):
    Client().post("/password/reset/", {"email": "RITA@acme.example"})
    assert mail.outbox == []
    work()
    assert mail.outbox[0].to == ["rita@acme.example"]
    assert "http://testserver/password/reset/" in mail.outbox[0].body


def test_the_page_does_the_same_for_an_address_that_nobody_has(rita):
    asked = []
    for name in ("rita", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/password/reset/", {"email": f"{name}@acme.example"})
        asked.append([query["sql"].split()[:3] for query in queries])
    assert asked[0] == asked[1]
    work()
    assert len(mail.outbox) == 1


def test_the_worker_fills_no_mailbox_either(rita):
    for _ in range(2):
        Client().post("/password/reset/", {"email": "rita@acme.example"})
    work()
    assert len(mail.outbox) == 1


def ask(times, **caller):
    """The answers to so many requests for mails to different addresses."""
    addresses = [f"somebody-{number}@acme.example" for number in range(times)]
    return [Client().post("/password/reset/", {"email": address}, **caller) for address in addresses]


def test_whoever_asks_for_very_many_mails_is_told_to_wait_and_fills_no_queue(db):
    *taken, refused = ask(times=11)
    assert {response.status_code for response in taken} == {302}
    assert refused.status_code == 429
    assert re.search(r"asked for from your network. Try again in \d+ minutes?\.", refused.text)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert DBTaskResult.objects.count() == 10


def test_others_may_ask_all_the_same(db):
    ask(times=11)
    assert ask(times=1, REMOTE_ADDR="203.0.113.7")[0].status_code == 302


def test_an_ipv6_network_is_one_caller_whatever_its_addresses(db):
    *taken, refused = [ask(times=1, REMOTE_ADDR=f"2001:db8::{number}")[0] for number in range(1, 12)]
    assert ({response.status_code for response in taken}, refused.status_code) == ({302}, 429)
    assert ask(times=1, REMOTE_ADDR="2001:db8:0:1::1")[0].status_code == 302


def test_an_ipv4_address_is_a_caller_of_its_own_where_all_look_like_ipv6(db):
    ask(times=11, REMOTE_ADDR="::ffff:203.0.113.7")
    assert ask(times=1, REMOTE_ADDR="::ffff:203.0.113.8")[0].status_code == 302


def test_nobody_waits_while_the_cache_is_away(db, dead_cache):
    assert {response.status_code for response in ask(times=11)} == {302}


def test_an_administrators_mail_waits_for_no_worker_so_that_they_learn_whether_it_went(admin_client, rita):
    page = admin_client.post(f"/settings/users/{rita.api_id}/invite/", follow=True)
    assert "is on its way to rita@acme.example" in page.text
    assert len(mail.outbox) == 1
