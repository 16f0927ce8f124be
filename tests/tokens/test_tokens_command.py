import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.scopes import Scope
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory
from tokens.models import PermanentToken
from tokens.secret import _checksum, parse

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
    (entry,) = json.loads(run("list", "--json"))
    assert (entry["key_id"], entry["states"]) == (token.key_id, ["never-used"])
    assert "never-used" in run("list")


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


def test_identify_tells_of_a_deleted_token(token, found, capsys):
    run("delete", token.key_id, "--by", "Olga")
    found(token.secret)
    with pytest.raises(CommandError, match="was deleted already, .* by Olga"):
        call_command("tokens", "identify", "--json")
    assert json.loads(capsys.readouterr().out)["deleted_by"] == "Olga"


def forged(token):
    """A well-formed text with the key of a real token, which anybody may have read on a page."""
    body = f"portal_{token.key_id}_{'a' * 43}"
    return body + _checksum(body)


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--delete",), ("--delete", "--json")])
def test_a_made_up_secret_is_not_taken_for_the_token_whose_key_it_bears(token, found, arguments):
    found(forged(token))
    with pytest.raises(CommandError, match="the secret isn't") as refusal:
        run("identify", *arguments)
    assert refusal.value.returncode == 6
    assert PermanentToken.objects.get() == token


def test_identify_can_delete(token, found):
    found(token.secret)
    run("identify", "--delete")
    assert not PermanentToken.objects.exists()


def test_identify_and_delete_print_one_json_document(token, found):
    found(token.secret)
    facts = json.loads(run("identify", "--delete", "--json", "--by", "Olga"))
    assert (facts["key_id"], facts["deleted_by"]) == (token.key_id, "Olga")


@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        (("show", "nothing"), "", 3),
        (("delete", "nothing"), "", 3),
        (("delete", "{gone}"), "", 4),
        (("identify",), "nothing", 5),
        (
            ("create", "--description", "x", "--other", "x", "--user", "nobody", "--scope", "asset:read"),
            "",
            1,
        ),
    ],
)
def test_exit_codes_tell_refusals_apart(token, found, arguments, text, code):
    run("delete", token.key_id)
    found(text)
    with pytest.raises(CommandError) as refusal:
        run(*(argument.format(gone=token.key_id) for argument in arguments))
    assert refusal.value.returncode == code


@pytest.mark.parametrize(
    ("name", "words"), [("", "say who you are"), (" ", "say who"), ("O\u202elga", "U\\+202E")]
)
def test_an_operator_without_a_name_that_can_be_read_is_refused(token, name, words):
    with pytest.raises(CommandError, match=words):
        run("delete", token.key_id, "--by", name)
    assert PermanentToken.objects.exists()


def test_show_joins_lists_with_commas(admin, feature_on):
    token = TokenFactory(user=admin, scopes=[Scope.ASSET_READ, Scope.ASSET_WRITE])
    assert re.search(r"^scopes +asset:read, asset:write$", run("show", token.key_id), re.MULTILINE)


@pytest.mark.parametrize("text", ["", "portal_x", "nothing"])
def test_identify_refuses_what_is_no_token(db, found, text):
    found(text)
    with pytest.raises(CommandError, match="There is no token with a valid checksum"):
        run("identify")


def test_rehash_counts_the_tokens_that_still_need_an_older_pepper(db):
    TokenFactory(pepper=1)
    with pytest.raises(CommandError, match="1 tokens still need an older pepper"):
        run("rehash")


def test_rehash_is_content_when_every_token_has_the_newest_pepper(token):
    assert '"waiting": {}' in run("rehash", "--json")
