import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.scopes import Scope
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("users", *arguments, stdout=out)
    return out.getvalue()


def create(*more):
    return run(
        "create", "--email", "lena@acme.example", "--first-name", "Lena", "--last-name", "Light", *more
    )


def test_create_adds_a_user_with_the_default_profile(db):
    assert create() == "Lena Light (lena@acme.example) is added.\n"
    assert User.objects.get(username="lena@acme.example").profile.is_default


def test_create_reads_a_password_from_standard_input(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("a fine long password\n"))
    create("--password-stdin")
    assert User.objects.get().check_password("a fine long password")


def test_create_is_audited_with_the_operators_name(db):
    create("--by", "Olga")
    assert AuditEntry.objects.get(action=Action.USER_CREATED).actor_name == "Olga"


def test_a_taken_address_is_refused(db):
    create()
    with pytest.raises(CommandError, match="email: Another user signs in with this e-mail address."):
        create("--username", "other")


def test_an_unknown_profile_is_refused_with_those_there_are(db):
    with pytest.raises(CommandError, match="Profiles are: Administrator, Light user, Regular user."):
        create("--profile", "Boss")


def test_a_user_gets_another_profile(db):
    UserFactory(username="rita")
    UserFactory(username="ada", profile="Administrator")
    run("set-profile", "rita", "light user")
    assert User.objects.get(username="rita").profile.name == "Light user"


def test_a_user_is_deactivated(admin):
    UserFactory(username="rita")
    run("deactivate", "rita")
    assert not User.objects.get(username="rita").is_active


def test_a_user_is_reactivated_and_audited(admin):
    UserFactory(username="rita", is_active=False)
    run("reactivate", "rita", "--by", "Olga")
    assert User.objects.get(username="rita").is_active
    assert AuditEntry.objects.get(action=Action.USER_REACTIVATED).actor_name == "Olga"


@pytest.fixture
def pim(admin):
    """A token of Rita's, who is a regular user."""
    rita = UserFactory(username="rita")
    return TokenFactory(user=rita, description="PIM sync", scopes=[Scope.ASSET_WRITE, Scope.ADMIN_USER_READ])


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("deactivate", "rita"), r"stops +PIM sync +–"),
        (("set-profile", "rita", "light user"), r"loses +PIM sync +asset:write"),
        (("set-profile", "rita", "administrator"), r"gains +PIM sync +admin.user:read"),
    ],
)
def test_the_tokens_that_a_change_stops_weakens_or_strengthens_are_named(pim, arguments, line):
    assert re.search(line, run(*arguments))


def test_reactivating_names_the_tokens_that_work_again(pim):
    run("deactivate", "rita")
    assert json.loads(run("reactivate", "rita", "--json"))["tokens"] == [
        {"effect": "resumes", "token": "PIM sync", "scopes": ["asset:write"]}
    ]


def test_the_last_administrator_stays(admin):
    with pytest.raises(CommandError, match="nobody who can manage users"):
        run("deactivate", "ada")


def test_an_unknown_user_is_refused(db):
    with pytest.raises(CommandError, match="There is no user with the id, username or e-mail address 'x'"):
        run("deactivate", "x")


def test_list_shows_users_as_json(admin):
    assert [user["username"] for user in json.loads(run("list", "--json"))] == ["ada"]
