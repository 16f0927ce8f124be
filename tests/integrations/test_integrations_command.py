import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from integrations.models import Integration
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("integrations", *arguments, stdout=out)
    return out.getvalue()


def test_the_catalog_comes_with_the_portal(db):
    assert {"Akeneo", "Wagtail", "Shutterstock"} <= {
        entry["name"] for entry in json.loads(run("list", "--json"))
    }


def test_an_integration_is_added(db):
    run("add", "Censhare", "--vendor", "censhare", "--category", "pim", "--by", "Olga")
    assert Integration.objects.choices().filter(name="Censhare").exists()
    assert AuditEntry.objects.get(action=Action.INTEGRATION_ADDED).actor_name == "Olga"


def test_an_integration_is_not_added_twice(db):
    with pytest.raises(CommandError, match="with this name already"):
        run("add", "akeneo", "--vendor", "Akeneo", "--category", "pim")


def test_a_name_that_cannot_be_read_is_refused(db):
    with pytest.raises(CommandError, match=r"name: Remove the invisible character U\+202E"):
        run("add", "Cen\u202eshare", "--vendor", "censhare", "--category", "pim")


def test_a_retired_integration_leaves_the_dropdown_and_stays_on_its_tokens(db):
    token = TokenFactory(integration=Integration.objects.get(name="Akeneo"))
    run("retire", "akeneo")
    assert not Integration.objects.choices().filter(name="Akeneo").exists()
    assert type(token).objects.get().integration_name == "Akeneo"


def test_adding_a_retired_integration_brings_it_back(db):
    run("retire", "Akeneo")
    run("add", "Akeneo", "--vendor", "Akeneo", "--category", "pim")
    assert Integration.objects.choices().filter(name="Akeneo").count() == 1


def test_a_misspelt_name_is_refused_with_the_nearest(db):
    with pytest.raises(CommandError, match="Did you mean Akeneo"):
        run("retire", "Akenio")
