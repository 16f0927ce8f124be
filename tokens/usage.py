"""When and how often tokens are used, without a write on the request's path.

Counts are gathered in the process and flushed in bulk by a thread every `USAGE_FLUSH_SECONDS` and
at shutdown: a killed process loses no more than that. The time of the last use is written at most
once a minute per token. When the database refuses, recording stops and the API goes on.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.audit.actions import Action
from portal.audit.models import DoorKind
from portal.audit.record import Door
from portal.audit.record import record as record_audit

from .audit import itself, target
from .models import PermanentToken, TokenUsage

LAST_USED_RESOLUTION = timedelta(minutes=1)
PAUSE = timedelta(seconds=10)  # after the database refused, so that not every request waits for it
logger = logging.getLogger(__name__)


class Used(Protocol):
    """What usage needs to know of a credential."""

    @property
    def token_id(self) -> int:
        """The token's primary key."""

    @property
    def key_id(self) -> str:
        """The token's public name."""

    @property
    def last_used_at(self) -> datetime | None:
        """When the database says it was last used."""


class _Gatherer:
    """This process's counts since the last flush, and what it already knows."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[tuple[int, date, str]] = Counter()
        self.addresses: set[tuple[int, str]] = set()
        self.paused_until: datetime | None = None
        self.thread: threading.Thread | None = None


_gatherer = _Gatherer()


def record(used: Used, scope: str, address: str) -> None:
    """Count one successful call; the first in a minute is written as the last use."""
    now = timezone.now()
    with _gatherer.lock:
        _gatherer.counts[used.token_id, now.date(), scope] += 1
        known = (used.token_id, address) in _gatherer.addresses
        paused = _gatherer.paused_until is not None and now < _gatherer.paused_until
    stale = used.last_used_at is None or now - used.last_used_at > LAST_USED_RESOLUTION
    if paused or (known and not stale):
        return
    try:
        if stale:
            _touch(used, now, address)
        if not known:
            _remember(used, address)
        with _gatherer.lock:
            _gatherer.addresses.add((used.token_id, address))
    except DatabaseError:
        logger.warning("the use of token %s could not be recorded", used.key_id)
        _gatherer.paused_until = now + PAUSE


def flush() -> None:
    """Write the gathered counts; they are kept for the next time when the database refuses."""
    with _gatherer.lock:
        counts, _gatherer.counts = _gatherer.counts, Counter()
        if len(_gatherer.addresses) > 100_000:
            _gatherer.addresses.clear()
    if not counts:
        return
    try:
        with transaction.atomic():
            _add(counts)
    except DatabaseError:
        logger.warning("usage counts could not be written; they are kept and tried again")
        with _gatherer.lock:
            _gatherer.counts.update(counts)


def start_flushing() -> None:
    """Flush in the background from now on, and once more when the process ends. For web processes."""
    if _gatherer.thread is None:
        _gatherer.thread = threading.Thread(target=_flush_regularly, name="usage")
        _gatherer.thread.start()


def forget() -> None:
    """Drop what this process has gathered, as a fresh process would have it."""
    with _gatherer.lock:
        _gatherer.counts.clear()
        _gatherer.addresses.clear()
        _gatherer.paused_until = None


def total_since(token: PermanentToken, day: date) -> int:
    """How often the token was used since `day`, that day included."""
    total: int = token.usage.filter(day__gte=day).aggregate(total=Coalesce(Sum("count"), 0))["total"]
    return total


def by_day(token: PermanentToken, days: int) -> list[int]:
    """How often the token was used on each of the last `days` days (UTC), today last."""
    today = timezone.now().date()
    first = today - timedelta(days=days - 1)
    rows = token.usage.filter(day__gte=first).values_list("day").annotate(total=Sum("count"))
    totals = dict(rows.order_by())
    return [totals.get(first + timedelta(days=day), 0) for day in range(days)]


def by_scope(token: PermanentToken, days: int) -> list[tuple[str, int]]:
    """How often the token was used for each scope in the last `days` days, the most used first."""
    first = timezone.now().date() - timedelta(days=days - 1)
    rows = token.usage.filter(day__gte=first).values_list("scope").annotate(total=Sum("count"))
    return list(rows.order_by("-total", "scope"))


def _flush_regularly() -> None:
    # No daemon and no atexit: a server's worker process runs neither to the end, but it does wait
    # for this thread, which sees the main one end and flushes a last time.
    main = threading.main_thread()
    while main.is_alive():
        main.join(settings.USAGE_FLUSH_SECONDS)
        flush()
        connection.close_if_unusable_or_obsolete()


# By hand, because bulk_create() can replace a count but not add to it. A deleted token counts nothing.
_ADD = f"""\
INSERT INTO {TokenUsage._meta.db_table} AS known (token_id, day, scope, count)
SELECT %s, %s, %s, %s WHERE EXISTS (SELECT 1 FROM {PermanentToken._meta.db_table} WHERE id = %s)
ON CONFLICT (token_id, day, scope) DO UPDATE SET count = known.count + excluded.count
"""


def _add(counts: Counter[tuple[int, date, str]]) -> None:
    day_as = connection.ops.adapt_datefield_value
    # In one order everywhere, so that two processes never wait for each other.
    rows = [
        (token_id, day_as(day), scope, count, token_id)
        for (token_id, day, scope), count in sorted(counts.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


# By hand: compiling it at each use takes longer than the database does.
_TOUCH = f"""\
UPDATE {PermanentToken._meta.db_table} SET last_used_at = %s, last_used_address = %s
WHERE id = %s AND last_used_at < %s
"""


def _touch(used: Used, now: datetime, address: str) -> None:
    """Write the last use, in one statement unless it is the first; another process may have, meanwhile."""
    if used.last_used_at is None:
        _touch_first(used, now, address)
        return
    time_as = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        due = time_as(now - LAST_USED_RESOLUTION)
        cursor.execute(_TOUCH, (time_as(now), address or None, used.token_id, due))


@transaction.atomic
def _touch_first(used: Used, now: datetime, address: str) -> None:
    never_used = PermanentToken.objects.filter(pk=used.token_id, last_used_at__isnull=True)
    if never_used.update(last_used_at=now, last_used_address=address or None):
        _audit(Action.TOKEN_FIRST_USED, PermanentToken.objects.get(pk=used.token_id), address)


@transaction.atomic
def _remember(used: Used, address: str) -> None:
    token = PermanentToken.objects.filter(pk=used.token_id).first()
    if token is None or not address:  # the request may have ended its own token
        return
    is_first = not token.addresses.exists()
    _, is_new = token.addresses.get_or_create(address=address)
    if is_new and not is_first:
        _audit(Action.TOKEN_USED_FROM_NEW_ADDRESS, token, address)


def _audit(action: Action, token: PermanentToken, address: str) -> None:
    door = Door(DoorKind.API, address or None)
    record_audit(action, by=itself(token), door=door, target=target(token))
