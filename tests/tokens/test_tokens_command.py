import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory
from tokens.models import PermanentToken
from tokens.secret import parse

pytestmark = pytest.mark.django_db


def run(*arguments):
    """What the command prints on standard output."""
    out = StringIO()
    call_command("tokens", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def create(user, *more):
    return run("create", "--description", "PIM", "--integration", "akeneo", "--user", user, *more)


@pytest.fixture
def noor(feature_on):
    """Noor is a regular user."""
    return UserFactory(username="noor")


def test_create_prints_the_token_alone_and_it_works(noor):
    printed = create("noor", "--scope", "current.user:read")
    assert parse(printed.removesuffix("\n"))
    assert ApiClient(printed.strip()).get("/api/v4/currentUser/").status_code == 200


@pytest.mark.parametrize("attribute", ["username", "email", "api_id"])
def test_the_user_is_named_by_username_address_or_id(noor, attribute):
    create(getattr(noor, attribute), "--scope", "asset:read")
    assert PermanentToken.objects.get().user == noor


def test_create_is_audited_with_the_operators_name(noor):
    create("noor", "--scope", "asset:read", "--by", "Olga")
    entry = AuditEntry.objects.get(action=Action.TOKEN_CREATED)
    assert (entry.actor_name, entry.door) == ("Olga", "command")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--user", "nobody", "--scope", "asset:read", "--other", "X"), "There is no user with the id"),
        (("--user", "noor", "--scope", "asset:eat", "--other", "X"), "There is no scope 'asset:eat'."),
        (("--user", "noor", "--scope", "asset:read", "--integration", "Akeno"), "Did you mean Akeneo?"),
        (("--user", "noor", "--scope", "asset:read", "--other", " "), "Type the name of the integration."),
    ],
)
def test_bad_input_is_refused_with_the_remedy(noor, arguments, message):
    with pytest.raises(CommandError) as refusal:
        run("create", "--description", "PIM", *arguments)
    assert message in str(refusal.value)
    assert not PermanentToken.objects.exists()


def test_without_the_feature_nothing_is_created(admin):
    with pytest.raises(CommandError, match="Permanent tokens are switched off"):
        create("ada", "--scope", "asset:read")


def test_list_shows_tokens_as_json(token):
    assert [entry["key_id"] for entry in json.loads(run("list", "--json"))] == [token.key_id]


def test_list_is_narrowed_by_state(token):
    assert json.loads(run("list", "--json", "--state", "user-inactive")) == []


def test_no_action_prints_the_secret(token):
    assert token.secret not in run("list", "--json") + run("show", token.key_id)


def test_delete_ends_the_token(token, api):
    run("delete", token.key_id)
    assert api.get("/api/v4/currentUser/").status_code == 401


def test_deleting_twice_says_who_was_first(token):
    run("delete", token.key_id, "--by", "Olga")
    with pytest.raises(CommandError, match=r"was deleted already, .* by Olga"):
        run("delete", token.key_id)


def test_an_unknown_key_is_refused(db):
    with pytest.raises(CommandError, match="there never was"):
        run("show", "nothing")


@pytest.fixture
def found(monkeypatch):
    """Puts text where the command reads what was found."""
    return lambda text: monkeypatch.setattr("sys.stdin", StringIO(text))


def test_identify_finds_a_token_in_a_text(token, found):
    found(f'{{"authorization": "Bearer {token.secret}"}}')
    assert token.description in run("identify")


def test_identify_tells_of_a_deleted_token(token, found):
    run("delete", token.key_id, "--by", "Olga")
    found(token.secret)
    assert "Olga" in run("identify")


def test_identify_can_delete(token, found):
    found(token.secret)
    run("identify", "--delete")
    assert not PermanentToken.objects.exists()


@pytest.mark.parametrize("text", ["", "portal_x", "nothing"])
def test_identify_refuses_what_is_no_token(db, found, text):
    found(text)
    with pytest.raises(CommandError, match="No token with a right checksum"):
        run("identify")


def test_rehash_counts_the_tokens_that_still_need_an_older_pepper(db):
    TokenFactory(pepper=1)
    with pytest.raises(CommandError, match="1 tokens still need an older pepper"):
        run("rehash")


def test_rehash_is_content_when_every_token_has_the_newest_pepper(token):
    assert '"waiting": {}' in run("rehash", "--json")
