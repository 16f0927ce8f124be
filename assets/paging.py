"""Pages of the assets that are found, as the values of some columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Expression, Subquery

from accounts.models import User

from .models import Media
from .models.media import MediaQuerySet, options_hidden_from
from .prepared import Prepared, PreparedFor
from .search import Filters, find, ordered

FEW = 1000  # as many as a list counts


class Pages:
    """What lists say of their assets: the values of `columns`, the first of which is the primary key."""

    def __init__(self, columns: Sequence[str | Expression]) -> None:
        self._of_keys = Prepared(Media.objects.all, columns, key="pk")
        self._first_of_all = PreparedFor(_first_of_all, [*columns, "one_more"])

    def page(
        self, filters: Filters, user: User, start: int, limit: int
    ) -> tuple[list[tuple[Any, ...]], int | None]:
        """At most `limit` of what is found, from `start` on; and how many there are, unless they are many.

        Clients ask most for the first page of everything: one query that is compiled already.
        """
        if start == 0 and not filters.narrow:
            rows = self._first_of_all.all(user, options_hidden_from(user), filters.order_by, limit)
            page = [row[:-1] for row in rows]
            if len(page) < limit:
                return page, len(page)
            if rows[0][-1] is not None:
                return page, None
        keys, total = _gathered(find(filters, user), start, limit)
        values = {row[0]: row for row in self._of_keys.of(keys)}
        return [values[key] for key in keys if key in values], total


def _first_of_all(user: User, hidden: Sequence[int], order_by: str, limit: int) -> MediaQuerySet:
    """The first page, with the key of an asset after a few: there is none unless there are many."""
    rows = Media.objects.visible_to(user, hidden=hidden)
    one_more = ordered(rows, Filters.order_by).values("pk")[FEW : FEW + 1]
    return ordered(rows.annotate(one_more=Subquery(one_more)), order_by)[:limit]


def _gathered(rows: MediaQuerySet, start: int, limit: int) -> tuple[list[int], int | None]:
    """The primary keys of a page, and how many there are, unless they are many.

    A few are gathered before they are sorted: a database that looks for a page of them along the
    index of their order may pass a million others.
    """
    found = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    total = len(found) if len(found) <= FEW else None
    if total is not None:
        rows = Media.objects.filter(pk__in=found).order_by(*rows.query.order_by)
    return list(rows.values_list("pk", flat=True)[start : start + limit]), total
