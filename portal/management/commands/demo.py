"""Demo content: a portal worth looking at."""

import random
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from accounts import people, profiles
from accounts.models import Group, PermissionProfile, User
from accounts.permissions import DEFAULT_PROFILES
from integrations.models import Integration
from portal import demo_content as content
from portal.audit.operator import Operator, OperatorCommand, add_operator
from portal.audit.record import COMMAND
from portal.features.switch import Feature, enable
from tokens.creation import create
from tokens.deletion import delete
from tokens.models import PermanentToken, TokenUsage

PASSWORD_FILE = "admin-password"  # noqa: S105  under VAR_DIR, readable by its owner only
DAYS_OF_USAGE = 90


class Command(OperatorCommand):
    help = (
        "Fill an empty portal with demo content: people, profiles, tokens in all states, and the "
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
        enable(Feature.PERMANENT_TOKENS, by=operator, reason="Demo content", door=COMMAND)
        for name, permissions in content.PROFILES.items():
            if name not in DEFAULT_PROFILES:
                profiles.create(by=operator, door=COMMAND, name=name, permissions=permissions)
        self._add_people(operator)
        self._add_tokens(chance)
        for username in content.INACTIVE:
            people.deactivate(User.objects.get(username=username), by=operator, door=COMMAND)
        self.stdout.write(
            f"Demo content: {User.objects.count()} people, {PermanentToken.objects.count()} tokens, "
            f"{DAYS_OF_USAGE} days of usage."
        )

    def _add_people(self, operator: Operator) -> None:
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
                door=COMMAND,
                details=details,
                profile=known[person.profile],
                password=password if person.username == "admin" else None,
                groups=Group.objects.filter(pk=groups[person.department].pk),
            )
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        path = settings.VAR_DIR / PASSWORD_FILE
        path.touch(mode=0o600)
        path.write_text(password)

    def _add_tokens(self, chance: random.Random) -> None:
        admin = User.objects.select_related("profile").get(username="admin")
        made: dict[str, PermanentToken] = {}
        for example in content.TOKENS:
            catalog = Integration.objects.filter(name=example.integration).first()
            token, _ = create(
                by=admin,
                for_user=User.objects.select_related("profile").get(username=example.username),
                integration=catalog or example.integration,
                description=example.description,
                scopes=example.scopes,
                door=COMMAND,
                replaces=made[example.replaces].key_id if example.replaces else "",
            )
            made[example.description] = token
            if example.uses_per_day:
                _use(token, example.uses_per_day, chance)
            if example.exposed:
                PermanentToken.objects.filter(pk=token.pk).update(
                    exposed_at=timezone.now() - timedelta(days=2)
                )
            if example.deleted:
                delete(token.key_id, by=admin, door=COMMAND)


def _use(token: PermanentToken, per_day: int, chance: random.Random) -> None:
    """Ninety days of use: busy on weekdays, quiet at the weekend."""
    today = timezone.now().date()
    days = [today - timedelta(days=ago) for ago in range(DAYS_OF_USAGE)]
    scopes = sorted(token.scopes)
    TokenUsage.objects.bulk_create(
        TokenUsage(
            token=token,
            day=day,
            scope=scope,
            count=1 + int(per_day * chance.uniform(0.5, 1.5) * (1 if day.weekday() < 5 else 0.1)),
        )
        for day in days
        for scope in scopes
    )
    minutes = chance.randrange(2, 600)
    PermanentToken.objects.filter(pk=token.pk).update(
        last_used_at=timezone.now() - timedelta(minutes=minutes), last_used_address="203.0.113.7"
    )
