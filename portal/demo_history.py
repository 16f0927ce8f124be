"""What happened on the demo portal until today: everything by the rules, in the order of time."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from django.utils import timezone

from accounts import people
from accounts.models import User
from integrations.models import Integration
from portal import demo_content as content
from portal.audit.actions import Action
from portal.audit.models import DoorKind
from portal.audit.record import Door, NonUser, record
from tokens.audit import itself, target
from tokens.creation import create
from tokens.deletion import delete
from tokens.models import KnownAddress, PermanentToken, TokenUsage, Tombstone

DAYS_OF_USAGE = 90
OFFICE, DATA_CENTRE, ELSEWHERE = "198.51.100.23", "203.0.113.7", "192.0.2.44"
Event = tuple[datetime, Callable[[datetime], object]]


def ago(*, days: float = 0, hours: float = 0) -> datetime:
    """The moment that long before now."""
    return timezone.now() - timedelta(days=days, hours=hours)


def happen(chance: random.Random) -> None:
    """Let everything happen, the oldest first: the audit log is read in the order of writing."""
    events = [*_tokens(chance), *_deactivations(), *_sign_ins(chance)]
    for moment, act in sorted(events, key=itemgetter(0)):
        act(moment)


def _tokens(chance: random.Random) -> Iterator[Event]:
    for example in content.TOKENS:
        yield ago(days=example.days_old), partial(_create, example)
        if example.uses_per_day:
            yield ago(days=example.days_old - 0.1), partial(_use_first, example)
            yield ago(hours=0.2), partial(_use_daily, example, chance)
        if example.exposed_days_ago:
            yield ago(days=example.exposed_days_ago), partial(_expose, example)
        if example.deleted_days_ago:
            yield ago(days=example.deleted_days_ago), partial(_delete, example)
            yield ago(hours=9), partial(_present_again, example)


def _deactivations() -> Iterator[Event]:
    for username, days in content.INACTIVE.items():
        yield ago(days=days), partial(_deactivate, username)


def _sign_ins(chance: random.Random) -> Iterator[Event]:
    for person in content.PEOPLE:
        if person.job == "Service account" or person.username in content.INACTIVE:
            continue
        for days in range(1, 30, chance.randint(1, 12)):
            yield ago(days=days, hours=chance.uniform(0, 8)), partial(_sign_in, person.username)
    for minutes in range(3):
        yield ago(days=3, hours=1 - minutes / 60), _fail_to_sign_in


def _page(moment: datetime) -> Door:
    return Door(DoorKind.PAGE, OFFICE, at=moment)


def _api(moment: datetime, address: str = DATA_CENTRE) -> Door:
    return Door(DoorKind.API, address, at=moment)


def person(username: str) -> User:
    """The user of the demo."""
    found: User = User.objects.select_related("profile").get(username=username)
    return found


def _token(example: content.Token) -> PermanentToken:
    return PermanentToken.objects.get(description=example.description)


def _create(example: content.Token, moment: datetime) -> None:
    catalog = Integration.objects.filter(name=example.integration).first()
    replaced = PermanentToken.objects.filter(description=example.replaces).first()
    create(
        by=person(example.created_by),
        for_user=person(example.username),
        integration=catalog or example.integration,
        description=example.description,
        scopes=example.scopes,
        door=_page(moment),
        replaces=replaced.key_id if replaced else "",
    )


def _use_first(example: content.Token, moment: datetime) -> None:
    token = _token(example)
    KnownAddress.objects.create(token=token, address=DATA_CENTRE, first_seen_at=moment)
    record(Action.TOKEN_FIRST_USED, by=itself(token), door=_api(moment), target=target(token))


def _use_daily(example: content.Token, chance: random.Random, moment: datetime) -> None:
    """Ninety days of use: busy on weekdays, quiet at the weekend, none since the user is inactive."""
    token = PermanentToken.objects.filter(description=example.description).first()
    if token is None:
        return  # deleted meanwhile, and its counts with it
    until = content.INACTIVE.get(example.username, 0)
    today = moment.date()
    days = [today - timedelta(days=n) for n in range(until, min(DAYS_OF_USAGE, example.days_old))]
    TokenUsage.objects.bulk_create(
        TokenUsage(
            token=token, day=day, scope=scope, count=_count(example.uses_per_day, day.weekday(), chance)
        )
        for day in days
        for scope in sorted(token.scopes)
    )
    last = moment - timedelta(days=until, minutes=chance.randrange(600))
    PermanentToken.objects.filter(pk=token.pk).update(last_used_at=last, last_used_address=DATA_CENTRE)


def _count(per_day: int, weekday: int, chance: random.Random) -> int:
    return 1 + int(per_day * chance.uniform(0.5, 1.5) * (1 if weekday < 5 else 0.1))


def _expose(example: content.Token, moment: datetime) -> None:
    token = _token(example)
    PermanentToken.objects.filter(pk=token.pk).update(exposed_at=moment)
    door = _api(moment, ELSEWHERE)
    record(Action.TOKEN_EXPOSED, by=itself(token), door=door, target=target(token), where="URL")


def _delete(example: content.Token, moment: datetime) -> None:
    delete(_token(example).key_id, by=person(example.created_by), door=_page(moment))


def _present_again(example: content.Token, moment: datetime) -> None:
    """Some machine still has the deleted token."""
    tombstone = Tombstone.objects.get(description=example.description)
    Tombstone.objects.filter(pk=tombstone.pk).update(last_presented_at=moment)
    by = NonUser(tombstone.key_id, tombstone.key_id)
    record(Action.TOKEN_REFUSED, by=by, door=_api(moment), target=target(tombstone), reason="deleted")


def _deactivate(username: str, moment: datetime) -> None:
    people.deactivate(person(username), by=person("admin"), door=_page(moment))


def _sign_in(username: str, moment: datetime) -> None:
    user = person(username)
    User.objects.filter(pk=user.pk).update(last_login=moment)
    record(Action.SIGNED_IN, by=user, door=_page(moment))


def _fail_to_sign_in(moment: datetime) -> None:
    record(Action.SIGN_IN_FAILED, by=NonUser("hanna.kowalska"), door=_page(moment))
