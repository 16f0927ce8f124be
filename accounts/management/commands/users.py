"""Look after users."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError

from accounts import consequences, people
from accounts.consequences import NOTHING, Change, Consequences
from accounts.models import PermissionProfile, User
from accounts.permissions import Permission
from portal.audit.operator import Operator, OperatorCommand
from portal.audit.record import COMMAND


class Command(OperatorCommand):
    help = "List users, create one, give one another profile, deactivate or reactivate one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action each: list, create, set-profile, deactivate, reactivate."""
        actions = parser.add_subparsers(dest="action", required=True)
        self.add_action(actions, "list", "show every user")
        create = self.add_action(actions, "create", "add a user")
        for name in ("email", "first-name", "last-name"):
            create.add_argument(f"--{name}", required=True)
        create.add_argument("--username", default="", help="the e-mail address, unless given")
        create.add_argument("--profile", help="the default profile, unless given")
        create.add_argument(
            "--password-stdin", action="store_true", help="read a password from standard input"
        )
        set_profile = self.add_action(actions, "set-profile", "give a user another profile")
        set_profile.add_argument("user", help="id, username or e-mail address")
        set_profile.add_argument("profile")
        for name, text in (
            ("deactivate", "end a user's sign-ins and tokens"),
            ("reactivate", "let a user sign in and their tokens work again"),
        ):
            self.add_action(actions, name, text).add_argument("user", help="id, username or e-mail address")

    def list(self, *, json: bool, **options: Any) -> None:
        """Print every user by username."""
        users = User.objects.select_related("profile").order_by("username")
        rows = [_facts(user) for user in users]
        if json:
            self.print_json(rows)
        else:
            self.print_table(["username", "name", "email", "profile", "state"], rows)

    def create(
        self,
        *,
        operator: Operator,
        email: str,
        first_name: str,
        last_name: str,
        username: str,
        profile: str | None,
        password_stdin: bool,
        json: bool,
        **options: Any,
    ) -> None:
        """Add a user; without a password they ask for a mail on the sign-in page."""
        details = {"email": email, "first_name": first_name, "last_name": last_name, "username": username}
        user = people.create(
            by=operator,
            door=COMMAND,
            details=details,
            profile=_profile(profile) if profile else PermissionProfile.objects.get(is_default=True),
            password=sys.stdin.readline().rstrip("\n") if password_stdin else None,
        )
        self._report(user, "added", as_json=json)

    def set_profile(self, *, operator: Operator, user: str, profile: str, json: bool, **options: Any) -> None:
        """Give the user another profile."""
        person, new = people.named(user), _profile(profile)
        effects = _effects(person, new.permissions) if person.is_active else NOTHING
        people.change(person, by=operator, door=COMMAND, details={}, profile=new)
        self._report(person, f"now {new.name}", effects, as_json=json)

    def deactivate(self, *, operator: Operator, user: str, json: bool, **options: Any) -> None:
        """End the user's sign-ins and tokens."""
        person = people.named(user)
        effects = _effects(person, None)
        people.deactivate(person, by=operator, door=COMMAND)
        self._report(person, "deactivated", effects, as_json=json)

    def reactivate(self, *, operator: Operator, user: str, json: bool, **options: Any) -> None:
        """Let the user sign in again, and their tokens work again."""
        person = people.named(user)
        effects = NOTHING if person.is_active else _effects(person, person.profile.permissions)
        people.reactivate(person, by=operator, door=COMMAND)
        self._report(person, "active", effects, as_json=json)

    def _report(self, user: User, outcome: str, effects: Consequences = NOTHING, *, as_json: bool) -> None:
        tokens = [
            {"effect": effect.effect, "token": effect.subject, "scopes": effect.details}
            for effect in effects.first
        ]
        if as_json:
            self.print_json({**_facts(user), "outcome": outcome, "tokens": tokens, "more": effects.more})
            return
        self.stdout.write(f"{user.audit_name} is {outcome}.")
        if tokens:
            self.print_table(["effect", "token", "scopes"], tokens)
        if effects.more:
            self.stdout.write(f"… and {effects.more} more tokens.")


def _effects(user: User, permissions: frozenset[Permission] | None) -> Consequences:
    """What becomes of the user's tokens when they have these permissions; None: none at all."""
    return consequences.of(Change(User.objects.filter(pk=user.pk), permissions))


def _facts(user: User) -> dict[str, str]:
    return {
        "id": user.api_id,
        "username": user.username,
        "name": user.full_name,
        "email": user.email,
        "profile": user.profile.name,
        "state": "active" if user.is_active else "inactive",
    }


def _profile(name: str) -> PermissionProfile:
    profile = PermissionProfile.objects.filter(name__iexact=name).first()
    if profile is None:
        known = ", ".join(PermissionProfile.objects.order_by("name").values_list("name", flat=True))
        message = f"There is no profile called {name!r}. Profiles are: {known}."
        raise ValidationError({"profile": message})
    return profile
