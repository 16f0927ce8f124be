"""How many of some assets have what: the counts beside filters."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from portal.api.identifiers import coldfusion

from .models import Media, MediaOption, Option, Tag
from .models.media import MediaQuerySet

# Facet → what is counted by.
_COLUMNS = {
    "type": "type",
    "orientation": "orientation",
    "brandId": "brand__uuid",
    "subBrandId": "sub_brand__uuid",
}


def count(rows: MediaQuerySet, user: User) -> dict[str, Any]:
    """`total`, and by facet how many of `rows` have each value; five queries, however many there are.

    The facets are the vendor's: `type`, `orientation`, `brandId`, `subBrandId`, `categoryId` (nothing
    is in one), `tags`, and `property_<name>` by names of options, as far as `user` may know of them.
    """
    rows = rows.order_by()
    return {**_columns(rows), "categoryId": {}, "tags": _tags(rows), **_properties(rows, user)}


def _columns(rows: MediaQuerySet) -> dict[str, Any]:
    """All of them by one pass: their values are few."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in _COLUMNS}
    total = 0
    for *values, number in rows.values_list(*_COLUMNS.values()).annotate(number=Count("*")):
        total += number
        for facet, value in zip(_COLUMNS, values, strict=True):
            if value:
                counts[facet][value if isinstance(value, str) else coldfusion(value)] += number
    return {"total": total, **counts}


def _tags(rows: MediaQuerySet) -> dict[str, int]:
    counts = _uses(Media.tags.through.objects.filter(media__in=rows), "tag")
    names = dict(Tag.objects.filter(pk__in=counts).values_list("pk", "name"))
    return {names[pk]: number for pk, number in counts.items()}


def _properties(rows: MediaQuerySet, user: User) -> dict[str, dict[str, int]]:
    counts = _uses(MediaOption.objects.filter(media__in=rows), "option")
    shown = Option.objects.visible_to(user).filter(pk__in=counts, metaproperty__is_api_field=True)
    options = {pk: rest for pk, *rest in shown.values_list("pk", "metaproperty__name", "name")}
    facets: dict[str, dict[str, int]] = {}
    for pk, number in counts.items():
        if pk in options:
            metaproperty, option = options[pk]
            facets.setdefault(f"property_{metaproperty}", {})[option] = number
    return facets


def _uses(rows: QuerySet, of: str) -> dict[int, int]:
    """Primary keys → how often each is used, the most used first. Names come later: rows are many."""
    return dict(rows.values_list(of).annotate(number=Count("*")).order_by("-number", of))
