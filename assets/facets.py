"""How many of some assets have what: the counts beside filters."""

from collections import Counter
from typing import Any

from django.db.models import Count

from portal.api.identifiers import coldfusion

from .models import Media, MediaOption
from .models.media import MediaQuerySet

# Facet → what is counted by.
_COLUMNS = {
    "type": "type",
    "orientation": "orientation",
    "brandId": "brand__uuid",
    "subBrandId": "sub_brand__uuid",
}


def count(rows: MediaQuerySet) -> dict[str, Any]:
    """`total`, and by facet how many of `rows` have each value; three queries, however many there are.

    The facets are the vendor's: `type`, `orientation`, `brandId`, `subBrandId`, `categoryId` (nothing
    is in one), `tags`, and `property_<name>` by names of options. Whoever may see an asset may see
    all of its options, so nobody learns of others from rows that are `visible_to` them.
    """
    rows = rows.order_by()
    return {**_columns(rows), "categoryId": {}, "tags": _tags(rows), **_properties(rows)}


def _columns(rows: MediaQuerySet) -> dict[str, Any]:
    """All of them by one pass: their values are few."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in _COLUMNS}
    total = 0
    for *values, number in rows.values_list(*_COLUMNS.values()).annotate(number=Count("pk")):
        total += number
        for facet, value in zip(_COLUMNS, values, strict=True):
            if value:
                counts[facet][value if isinstance(value, str) else coldfusion(value)] += number
    return {"total": total, **counts}


def _tags(rows: MediaQuerySet) -> dict[str, int]:
    uses = Media.tags.through.objects.filter(media__in=rows)
    return dict(uses.values_list("tag__name").annotate(number=Count("pk")).order_by("-number", "tag__name"))


def _properties(rows: MediaQuerySet) -> dict[str, dict[str, int]]:
    uses = MediaOption.objects.filter(media__in=rows, option__metaproperty__is_api_field=True)
    counted = uses.values_list("option__metaproperty__name", "option__name").annotate(number=Count("pk"))
    facets: dict[str, dict[str, int]] = {}
    for metaproperty, option, number in counted.order_by("-number", "option__name"):
        facets.setdefault(f"property_{metaproperty}", {})[option] = number
    return facets
