"""Pages of the assets that are found, as the values of some columns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any, NamedTuple

from django.db.models import CharField, Expression
from django.db.models.functions import Cast

from accounts.models import User

from .models import Media
from .models.media import MediaQuerySet, options_hidden_from
from .prepared import Prepared, PreparedFor
from .search import ORDERS, Filters, Place, find, following, order_key, ordered

FEW = 1000  # as many as a list counts
_REMEMBERED_SECONDS = 60


class Found(NamedTuple):
    """A page as rows of columns, how many assets there are, unless they are many, and where the page ends."""

    rows: list[tuple[Any, ...]]
    total: int | None
    end: Place | None


class Pages:
    """What lists say of their assets: the values of `columns`, the first of which is the primary key."""

    def __init__(self, columns: Sequence[str | Expression]) -> None:
        self._of_keys = {
            column: Prepared(Media.objects.all, [*columns, _place(column)], key="pk") for column in ORDERS
        }
        self._first_of_all = {
            column: PreparedFor(_first_of_all, [*columns, _place(column)]) for column in ORDERS
        }

    def page(
        self, filters: Filters, user: User, start: int, limit: int, *, after: Place | None = None
    ) -> Found:
        """At most `limit` of what is found, from `start` on, or `after` a place, where no total is known.

        Clients ask most for the first page of everything: one query that is compiled already.
        """
        hidden = options_hidden_from(user)
        column = filters.order_by.removeprefix("-")
        this_minute = monotonic() // _REMEMBERED_SECONDS
        are_many = not filters.is_narrowing and _are_many(user, user.permissions, hidden, this_minute)
        if are_many and start == 0 and not after:
            page = self._first_of_all[column].all(user, hidden, filters.order_by, limit)
            return _found(page, len(page) if len(page) < limit else None)
        rows = find(filters, user, hidden=hidden)
        if after:
            rows = following(rows, filters.order_by, after)
        keys, total = (_keys(rows, start, limit), None) if are_many else _gathered(rows, start, limit)
        values = {row[0]: row for row in self._of_keys[column].of(keys)}
        return _found([values[key] for key in keys if key in values], None if after else total)


@lru_cache(maxsize=1000)
def _are_many(user: User, may: Hashable, hidden: Sequence[int], while_remembered: float) -> bool:
    """Whether `user` may see more than a few assets, as it was a moment ago: asking takes as long as a page.

    Until it is asked again, a list that has just become short may lack its total.
    """
    return bool(_one_after_few.all(user, hidden))


def _first_of_all(user: User, hidden: Sequence[int], order_by: str, limit: int) -> MediaQuerySet:
    return ordered(Media.objects.visible_to(user, hidden=hidden), order_by)[:limit]


def _place(column: str) -> Expression:
    return Cast(order_key(column), CharField())


def _found(page: Sequence[tuple[Any, ...]], total: int | None) -> Found:
    end = Place(page[-1][0], page[-1][-1]) if page else None
    return Found([row[:-1] for row in page], total, end)


_one_after_few = PreparedFor(
    lambda user, hidden: Media.objects.visible_to(user, hidden=hidden)[FEW : FEW + 1], ["pk"]
)


def _gathered(rows: MediaQuerySet, start: int, limit: int) -> tuple[list[int], int | None]:
    """The primary keys of a page, and how many there are, unless they are many.

    A few are gathered before they are sorted: a database that looks for a page of them along the
    index of their order may pass a million others.
    """
    found = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    total = len(found) if len(found) <= FEW else None
    if total is not None:
        rows = Media.objects.filter(pk__in=found).order_by(*rows.query.order_by)
    return _keys(rows, start, limit), total


def _keys(rows: MediaQuerySet, start: int, limit: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[start : start + limit])
