import json
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.features.switch import Feature, is_on

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("feature", *arguments, stdout=out)
    return out.getvalue()


def test_a_new_portal_has_the_feature_off(db):
    assert json.loads(run("list", "--json"))[0]["state"] == "off"


def test_enable_switches_it_on(db):
    assert run("enable", "permanent-tokens", "--reason", "Contract") == "permanent-tokens is now on.\n"
    assert is_on(Feature.PERMANENT_TOKENS)


def test_enabling_twice_changes_and_records_nothing(feature_on):
    assert run("enable", "permanent-tokens", "--reason", "Contract") == "permanent-tokens is already on.\n"
    assert AuditEntry.objects.filter(action=Action.FEATURE_ENABLED).count() == 1


def test_each_flip_is_audited_with_who_and_why(feature_on):
    run("disable", "permanent-tokens", "--by", "Olga", "--reason", "Leak")
    entry = AuditEntry.objects.get(action=Action.FEATURE_DISABLED)
    assert (entry.actor_name, entry.door, entry.details) == ("Olga", "command", {"reason": "Leak"})


def test_an_operator_whose_number_has_no_name_is_named_by_it(feature_on, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    run("disable", "permanent-tokens", "--reason", "Leak")
    assert AuditEntry.objects.get(action=Action.FEATURE_DISABLED).actor_name == "uid 4242"


def test_a_reason_that_cannot_be_read_is_refused(db):
    with pytest.raises(CommandError, match="Remove the invisible character"):
        run("enable", "permanent-tokens", "--reason", "Con\u202etract")


def test_a_reason_is_required(db):
    with pytest.raises(CommandError, match="Say why"):
        run("enable", "permanent-tokens", "--reason", " ")


def test_switching_off_refuses_every_token_and_on_restores_it(token, api):
    run("disable", "permanent-tokens", "--reason", "Leak")
    assert api.get("/api/v4/currentUser/").json()["error"] == "feature_disabled"
    run("enable", "permanent-tokens", "--reason", "Mended")
    assert api.get("/api/v4/currentUser/").status_code == 200
