"""Demo content: a portal worth looking at."""

import random
import secrets
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from accounts import people, profiles
from accounts.models import Group, PermissionProfile, User
from accounts.permissions import DEFAULT_PROFILES
from portal import demo_bank
from portal import demo_content as content
from portal.audit.operator import Operator, OperatorCommand, add_operator
from portal.audit.record import COMMAND, Door
from portal.demo_history import DAYS_OF_USAGE, ago, happen
from portal.features.switch import Feature, enable
from tokens.models import PermanentToken

PASSWORD_FILE = "admin-password"  # noqa: S105  under VAR_DIR, readable by its owner only


class Command(OperatorCommand):
    help = (
        "Fill an empty portal with demo content: people, profiles, tokens in all states, assets, and the "
        "feature switched on. Refuses on a portal that has people already."
    )

    def add_arguments(self, parser: Any) -> None:
        """Who the audit log names."""
        add_operator(parser, default="Demo")
        parser.set_defaults(action="fill")

    @transaction.atomic
    def fill(self, *, operator: Operator, **options: Any) -> None:
        """Make everything, or nothing."""
        if User.objects.exists():
            message = "This portal has people already. Demo content is for an empty one."
            raise CommandError(message)
        chance = random.Random(content.SEED)  # noqa: S311  the same content everywhere
        door = replace(COMMAND, at=ago(days=content.DAYS_OLD))
        enable(Feature.PERMANENT_TOKENS, by=operator, reason="Demo content", door=door)
        for name, permissions in content.PROFILES.items():
            if name not in DEFAULT_PROFILES:
                profiles.create(by=operator, door=door, name=name, permissions=permissions)
        self._add_people(operator, door)
        happen(chance)
        assets = demo_bank.fill(operator=operator, chance=chance)
        self.stdout.write(
            f"Demo content: {User.objects.count()} people, {PermanentToken.objects.count()} tokens with "
            f"{DAYS_OF_USAGE} days of usage, {assets} assets."
        )

    def _add_people(self, operator: Operator, door: Door) -> None:
        known = {profile.name: profile for profile in PermissionProfile.objects.all()}
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in content.GROUPS}
        password = secrets.token_urlsafe(15)
        for person in content.PEOPLE:
            details = {
                "username": person.username, "email": person.email, "first_name": person.first_name,
                "infix": person.infix, "last_name": person.last_name, "job": person.job,
                "department": person.department, "company_name": "Acme",
            }  # fmt: skip
            people.create(
                by=operator,
                door=door,
                details=details,
                profile=known[person.profile],
                password=password if person.username == "admin" else None,
                groups=Group.objects.filter(pk=groups[person.department].pk),
            )
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = settings.VAR_DIR / PASSWORD_FILE
        path.touch(mode=0o600)
        path.write_text(password)
