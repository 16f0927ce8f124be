"""How many of the assets that filters leave have what: the counts beside filters."""

import hashlib
import logging
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from redis import RedisError

from accounts.models import User
from accounts.permissions import Permission
from portal.api.identifiers import coldfusion
from portal.api.throttling import is_first

from . import search
from .models import Brand, Media, MediaOption, Option, SubBrand, Tag
from .models.media import MediaQuerySet, options_hidden_from
from .search import Filters

# The counts of a set as large as this take longer than a page may, so they are kept: for a minute, and
# longer for those who ask while somebody counts anew.
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
    key = _key(filters, user)
    counts = _kept(key)
    if counts is None:
        counts = _counted(search.find(filters, user).order_by())
        if counts.total >= LARGE:
            _keep(key, counts)
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


def _counted(rows: MediaQuerySet) -> _Counts:
    columns: dict[str, Counter[int | str]] = {name: Counter() for name in _COLUMNS}
    total = 0
    for *values, number in rows.values_list(*_COLUMNS).annotate(number=Count("*")):
        total += number
        for name, value in zip(_COLUMNS, values, strict=True):
            if value:
                columns[name][value] += number
    return _Counts(
        total,
        columns,
        _uses(Media.tags.through.objects.filter(media__in=rows), "tag"),
        _uses(MediaOption.objects.filter(media__in=rows), "option"),
    )


def _uses(rows: QuerySet, of: str) -> dict[int, int]:
    """Primary keys → how often each is used, the most used first. Names come later: rows are many."""
    return dict(rows.values_list(of).annotate(number=Count("*")).order_by("-number", of))


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


def _key(filters: Filters, user: User) -> str:
    """The same for the same question by users who see the same."""
    by_rights = filters.collection or filters.options or filters.properties
    is_like_others = user.has_perm(Permission.UPLOAD_ASSETS) and not by_rights  # else sees what is theirs
    who = options_hidden_from(user) if is_like_others else user.pk
    question = (replace(filters, order_by=""), who, sorted(user.permissions))
    return f"facets:{hashlib.sha256(repr(question).encode()).hexdigest()}"


def _kept(key: str) -> _Counts | None:
    """Counts of the last minute, or older ones while somebody counts anew; None for whoever is to count."""
    try:
        counts, moment = cache.get(key) or (None, 0)
        is_old = time.time() - moment >= YOUNG_SECONDS
    except RedisError:
        return None
    if counts is None or (is_old and is_first(_counting(key), in_seconds=COUNTING_SECONDS, if_unknown=True)):
        return None
    kept: _Counts = counts
    return kept


def _keep(key: str, counts: _Counts) -> None:
    try:
        cache.set(key, (counts, time.time()), timeout=KEPT_SECONDS)
        cache.delete(_counting(key))
    except RedisError:
        logger.warning("the cache doesn't answer, so large counts are made again each time")


def _counting(key: str) -> str:
    return f"{key}:counting"
