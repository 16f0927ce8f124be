"""How many of the assets that filters leave have what: the counts beside filters."""

import hashlib
import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection
from django.db.models import Count, F, QuerySet
from redis import RedisError

from accounts.models import User
from portal.api.identifiers import coldfusion
from portal.api.throttling import is_first

from . import search
from .models import Brand, Media, Option, SubBrand, Tag
from .models.media import MediaQuerySet
from .prepared import Among, one_parameter
from .search import Filters

# The counts of a set larger than this may take longer than a page may, so they are kept. Those older than a
# minute are still told, while they are made anew.
LARGE, YOUNG_SECONDS, KEPT_SECONDS, COUNTING_SECONDS = 10_000, 60, 600, 30
_COLUMNS = ("type", "orientation", "brand", "sub_brand")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Counts:
    """How many assets there are, and how many have what, by what the database calls it."""

    total: int = 0
    columns: dict[str, Counter[int | str]] = field(default_factory=dict)
    tags: dict[int, int] = field(default_factory=dict)
    options: dict[int, int] = field(default_factory=dict)


def count(filters: Filters, user: User) -> dict[str, Any]:
    """`total`, and by facet how many of the assets that `user` may see and the filters leave have each value.

    The facets are the vendor's: `type`, `orientation`, `brandId`, `subBrandId`, `categoryId` (nothing
    is in one), `tags`, and `property_<name>` by names of options, as far as `user` may know of them.
    The same few queries, however many assets there are.
    """
    counts = _counts(filters, user)
    return {
        "total": counts.total,
        "type": {str(value): number for value, number in counts.columns["type"].items()},
        "orientation": {str(value): number for value, number in counts.columns["orientation"].items()},
        "brandId": _by_id(Brand.objects.all(), counts.columns["brand"]),
        "subBrandId": _by_id(SubBrand.objects.all(), counts.columns["sub_brand"]),
        "categoryId": {},
        "tags": _by_name(counts.tags),
        **_by_property(counts.options, user),
    }


def count_options(filters: Filters, user: User) -> dict[int, int]:
    """How many of these assets have each option, by its primary key; without those that none has."""
    return _counts(filters, user).options


def _counts(filters: Filters, user: User) -> _Counts:
    rows = search.find(filters, user).order_by()
    # What collections are shared with whom is asked while counting, so it may be another thing next time.
    key = "" if filters.collection else _key(rows)
    counts, is_old = _kept(key) if key else (None, False)
    if counts is None:
        counts = _counted(rows)
        if key and counts.total > LARGE:
            _keep(key, counts)
    elif is_old and is_first(f"{key}:counting", in_seconds=COUNTING_SECONDS, if_unknown=False):
        _count_in_background(key, rows)
    return counts


def _count_in_background(key: str, rows: MediaQuerySet) -> None:
    """Unless this process counts something anew already."""
    if not _busy.acquire(blocking=False):
        return
    try:
        threading.Thread(target=_count_anew, args=(key, rows), name="facets").start()
    except RuntimeError:
        _busy.release()
        logger.warning("counts that are kept can't be made anew: no thread can be started")


_busy = threading.Lock()


def _count_anew(key: str, rows: MediaQuerySet) -> None:
    try:
        _keep(key, _counted(rows))
    except DatabaseError:
        logger.warning("counts that are kept could not be made anew", exc_info=True)
    finally:
        _busy.release()
        connection.close()


def _counted(rows: MediaQuerySet) -> _Counts:
    keys = list(rows.values_list("pk", flat=True)[: LARGE + 1])
    if len(keys) <= LARGE:  # so they are looked for once, not thrice
        rows = Media.objects.filter(Among(F("pk"), one_parameter(keys)))
    columns: dict[str, Counter[int | str]] = {name: Counter() for name in _COLUMNS}
    total = 0
    for *values, number in rows.values_list(*_COLUMNS).annotate(number=Count("*")):
        total += number
        for name, value in zip(_COLUMNS, values, strict=True):
            if value:
                columns[name][value] += number
    return _Counts(total, columns, _uses(rows, "tags"), _uses(rows, "options"))


def _uses(rows: MediaQuerySet, of: str) -> dict[int, int]:
    """Primary keys → how many assets have each, the most used first. Names come later: rows are many."""
    # Assets come first: PostgreSQL counts with several processes then, unlike what is in a subquery.
    having = rows.filter(**{f"{of}__isnull": False})
    return dict(having.values_list(of).annotate(number=Count("*")).order_by("-number", of))


def _by_id(rows: QuerySet, counts: Counter[int | str]) -> dict[str, int]:
    ids = dict(rows.filter(pk__in=counts).values_list("pk", "uuid")) if counts else {}
    return {coldfusion(ids[pk]): number for pk, number in counts.items() if pk in ids}


def _by_name(counts: dict[int, int]) -> dict[str, int]:
    names = dict(Tag.objects.filter(pk__in=counts).values_list("pk", "name")) if counts else {}
    return {names[pk]: number for pk, number in counts.items() if pk in names}


def _by_property(counts: dict[int, int], user: User) -> dict[str, dict[str, int]]:
    shown = Option.objects.visible_to(user).filter(pk__in=counts, metaproperty__is_api_field=True)
    options = {pk: names for pk, *names in shown.values_list("pk", "metaproperty__name", "name")}
    facets: dict[str, dict[str, int]] = {}
    for pk, number in counts.items():
        if pk in options:
            metaproperty, option = options[pk]
            facets.setdefault(f"property_{metaproperty}", {})[option] = number
    return facets


def _key(rows: MediaQuerySet) -> str:
    """The same for the same question by users who see the same: it is what the database is asked.

    Empty when nothing can be found.
    """
    try:
        question = rows.query.sql_with_params()
    except EmptyResultSet:
        return ""
    return f"facets:{hashlib.sha256(repr(question).encode()).hexdigest()}"


def _kept(key: str) -> tuple[_Counts | None, bool]:
    """The counts that are kept, if any, and whether they are older than a minute."""
    try:
        counts, moment = cache.get(key) or (None, 0)
    except RedisError:
        return None, False
    return counts, time.time() - moment >= YOUNG_SECONDS


def _keep(key: str, counts: _Counts) -> None:
    """Keep them, or forget those of a set that isn't large any more."""
    try:
        if counts.total > LARGE:
            cache.set(key, (counts, time.time()), timeout=KEPT_SECONDS)
        else:
            cache.delete(key)
    except RedisError:
        logger.warning("the cache doesn't answer, so large counts are made again each time")
