import os
import socket
from io import StringIO

import pytest
from django.core.management import call_command

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def do_nothing(*args, **options):
    pass


@pytest.fixture
def announced(monkeypatch, settings, tmp_path):
    """What `serve` says before it becomes the server, which it doesn't here."""
    settings.VAR_DIR = tmp_path
    settings.ALLOWED_HOSTS = ["localhost", "portal.example"]
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    monkeypatch.setattr("portal.management.commands.serve.call_command", do_nothing)
    monkeypatch.setattr(os, "execv", do_nothing)

    def serve(host, port=18443):
        out = StringIO()
        call_command("serve", host=host, port=port, workers=1, threads=1, no_demo=True, stdout=out)
        return out.getvalue()

    return serve


def test_it_says_where_to_go(announced):
    assert "The portal is at https://localhost:18443\n" in announced("localhost")


def test_it_says_how_to_create_the_first_person_while_there_is_none(announced):
    remedy = "Create the first person with: ./manage.py users create --help\n"
    assert remedy in announced("localhost")
    UserFactory()
    assert remedy not in announced("localhost")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_on_every_address_it_names_those_under_which_it_answers_and_the_remedy(announced, host):
    text = announced(host)
    assert "The portal is at https://portal.example:18443\n" in text
    assert f"https://{host}" not in text
    assert f"ALLOWED_HOSTS=localhost,portal.example,{socket.gethostname()}" in text


def test_nobody_else_on_the_machine_reads_what_the_portal_keeps(announced, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    announced("localhost")
    assert settings.VAR_DIR.stat().st_mode & 0o777 == 0o700
