"""Look after permanent tokens."""

import sys
from argparse import ArgumentParser
from enum import IntEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from accounts import people
from accounts.scopes import Scope
from integrations.catalog import named
from portal.audit.operator import Operator, OperatorCommand
from portal.audit.record import COMMAND
from portal.wording import in_words
from tokens import creation, deletion, effect
from tokens.models import PermanentToken, State, Tombstone
from tokens.secret import find


class Exit(IntEnum):
    """Exit codes beside 0, done; 1, refused; and 2, the command line is wrong."""

    UNKNOWN = 3
    DELETED = 4
    NO_TOKEN = 5
    FORGED = 6
    OLDER_PEPPERS = 7


class Command(OperatorCommand):
    help = (
        "Create, list, show, delete and identify permanent tokens. Exit codes: 0 done; 1 refused; "
        f"2 the command line is wrong; {Exit.UNKNOWN} there is no such token and never was; "
        f"{Exit.DELETED} (delete, identify) it was deleted before; {Exit.NO_TOKEN} (identify) no token in "
        f"the input; {Exit.FORGED} (identify) the key of a token, but not its secret; "
        f"{Exit.OLDER_PEPPERS} (rehash) tokens still need an older pepper."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action each."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = self.add_action(actions, "create", "create a token and print it, once, on standard output")
        create.add_argument("--description", required=True)
        kind = create.add_mutually_exclusive_group(required=True)
        kind.add_argument("--integration", help="a name of the catalog")
        kind.add_argument("--other", help="the name of an integration that is not in the catalog")
        create.add_argument("--user", required=True, help="id, username or e-mail address")
        create.add_argument("--scope", action="append", required=True, help="repeat for more than one")
        listing = self.add_action(actions, "list", "show tokens, newest first")
        listing.add_argument("--user", help="id, username or e-mail address")
        listing.add_argument("--state", choices=State.values)
        listing.add_argument("--scope", choices=[scope.value for scope in Scope])
        for name, text in (("show", "tell everything about a token"), ("delete", "delete a token for ever")):
            self.add_action(actions, name, text).add_argument("key_id")
        identify = self.add_action(actions, "identify", "tell whose token is in standard input")
        identify.add_argument("--delete", action="store_true", help="and delete it")
        self.add_action(actions, "rehash", "tell how many tokens still need an older pepper")

    def create(
        self,
        *,
        operator: Operator,
        description: str,
        integration: str | None,
        other: str | None,
        user: str,
        scope: list[str],
        json: bool,
        **options: Any,
    ) -> None:
        """Print the new token, and nothing else, on standard output."""
        token, secret = creation.create(
            by=operator,
            for_user=people.named(user),
            integration=named(integration) if integration is not None else (other or ""),
            description=description,
            scopes=[_scope(name) for name in scope],
            door=COMMAND,
        )
        if json:
            self.print_json({**_facts(token), "token": secret.text})
            return
        self.stdout.write(secret.text)
        self.stderr.write(f"Created {token.key_id} for {token.user.audit_name}. It is shown this once.")

    def list(
        self, *, user: str | None, state: str | None, scope: str | None, json: bool, **options: Any
    ) -> None:
        """Print the tokens that the filters leave."""
        tokens = PermanentToken.objects.for_overview().order_by("-created_at", "-id")
        tokens = tokens.for_user(people.named(user)) if user else tokens
        tokens = tokens.in_state(State(state)) if state else tokens
        tokens = tokens.with_scope(Scope(scope)) if scope else tokens
        rows = [_facts(token) for token in tokens]
        if json:
            self.print_json(rows)
        else:
            self.print_table(["key_id", "description", "integration", "user", "states", "last_used"], rows)

    def show(self, *, key_id: str, json: bool, **options: Any) -> None:
        """Print what is known of a token, or of a deleted one."""
        token = PermanentToken.objects.for_overview().filter(key_id=key_id).first()
        self._print(_everything(token) if token else _remains(key_id), as_json=json)

    def delete(self, *, key_id: str, operator: Operator, json: bool, **options: Any) -> None:
        """Delete the token; the next request with it is refused."""
        if deletion.delete(key_id, by=operator, door=COMMAND) is None:
            raise _deleted_before(_remains(key_id))
        self._print(_remains(key_id), as_json=json)

    def identify(self, *, delete: bool, operator: Operator, json: bool, **options: Any) -> None:
        """Find a token anywhere in standard input; never print it."""
        secret = find(sys.stdin.read(1_000_000))
        if secret is None:
            message = "There is no token with a valid checksum: it is cut off, mistyped, or not ours."
            raise CommandError(message, returncode=Exit.NO_TOKEN)
        token = PermanentToken.objects.for_overview().filter(key_id=secret.key_id).first()
        if token is None:
            remains = _remains(secret.key_id)
            self._print(remains, as_json=json)
            raise _deleted_before(remains)
        if not token.is_proved_by(secret):
            message = (
                f"The key is that of {token}, the secret isn't: somebody made this up, or the token's "
                "pepper is missing. The token itself is not known to whoever wrote this."
            )
            raise CommandError(message, returncode=Exit.FORGED)
        facts = _everything(token)
        if delete and deletion.delete(token.key_id, by=operator, door=COMMAND):
            facts |= _remains(token.key_id)
        self._print(facts, as_json=json)
        if not delete:
            self.stderr.write(f"To end it: ./manage.py tokens delete {token.key_id}")

    def rehash(self, *, json: bool, **options: Any) -> None:
        """Count the tokens that still need an older pepper; each moves to the newest at its next use."""
        newest = next(iter(settings.TOKEN_PEPPERS))
        older = PermanentToken.objects.exclude(pepper=newest)
        counts = {number: older.filter(pepper=number).count() for number in settings.TOKEN_PEPPERS}
        lost = older.exclude(pepper__in=settings.TOKEN_PEPPERS).count()
        waiting = {str(number): count for number, count in counts.items() if count}
        self._print({"newest_pepper": newest, "waiting": waiting, "pepper_missing": lost}, as_json=json)
        if waiting or lost:
            message = (
                f"{sum(counts.values()) + lost} tokens still need an older pepper. Keep it in TOKEN_PEPPERS."
            )
            raise CommandError(message, returncode=Exit.OLDER_PEPPERS)

    def _print(self, facts: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.print_json(facts)
        else:
            width = max(map(len, facts))
            for name, value in facts.items():
                self.stdout.write(f"{name.ljust(width)}  {in_words(value)}")


def _facts(token: PermanentToken) -> dict[str, Any]:
    return {
        "key_id": token.key_id,
        "description": token.description,
        "integration": token.integration_name,
        "user": token.user.username,
        "scopes": token.scope_names.split(),
        "states": [state.value for state in token.states],
        "created": token.created_at.isoformat(timespec="seconds"),
        "created_by": token.created_by,
        "last_used": token.last_used_at.isoformat(timespec="seconds") if token.last_used_at else "never",
    }


def _everything(token: PermanentToken) -> dict[str, Any]:
    effects = effect.of(token.scopes, token.user)
    return {**_facts(token), "effective_scopes": [e.scope.value for e in effects if e.is_effective]}


def _deleted_before(remains: dict[str, Any]) -> CommandError:
    message = f"{remains['key_id']} was deleted already, {remains['deleted']} by {remains['deleted_by']}."
    return CommandError(message, returncode=Exit.DELETED)


def _remains(key_id: str) -> dict[str, Any]:
    tombstone = Tombstone.objects.filter(key_id=key_id).first()
    if tombstone is None:
        message = f"There is no token {key_id}, and there never was."
        raise CommandError(message, returncode=Exit.UNKNOWN)
    return {
        "key_id": tombstone.key_id,
        "description": tombstone.description,
        "integration": tombstone.integration_name,
        "user": tombstone.user_name,
        "deleted": tombstone.deleted_at.isoformat(timespec="seconds"),
        "deleted_by": tombstone.deleted_by,
        "last_presented": (
            tombstone.last_presented_at.isoformat(timespec="seconds")
            if tombstone.last_presented_at
            else "not since it was deleted"
        ),
    }


def _scope(name: str) -> Scope:
    if name not in Scope._value2member_map_:
        message = f"There is no scope {name!r}. Scopes are: {', '.join(Scope)}."
        raise ValidationError({"scope": message})
    return Scope(name)
