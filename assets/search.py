"""Finding assets: of those that somebody may see, the ones that filters leave."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Q
from django.db.models.functions import Lower

from accounts.models import User
from portal.api.identifiers import parse

from . import keywords, tags
from .models import Collection, Media, MediaOption, MediaText, Metaproperty, Option
from .models.media import MediaQuerySet

ORDERS = ("created_at", "modified_at", "published_at", "name")  # downwards with a minus in front

_ONE_BY_ONE = 20  # tags or options


@dataclass(frozen=True)
class Period:
    """A span of time: `since` belongs to it, `before` doesn't; either may be open."""

    since: datetime | None = None
    before: datetime | None = None

    def __bool__(self) -> bool:
        """Whether there is a time outside of it."""
        return bool(self.since or self.before)


class Place(NamedTuple):
    """Where an asset stands in an order: its primary key, and the key of the order, of moments as text."""

    pk: int
    value: Any


@dataclass(frozen=True)
class Filters:
    """What to look for; all of it must be true of an asset. Ids are texts in either form.

    `types` and `orientations` are alternatives. `properties` maps names of metaproperties to options,
    by name or id, or to what is written. A flag narrows when it is true, and says nothing otherwise.
    """

    keyword: str = ""
    types: Sequence[str] = ()
    orientations: Sequence[str] = ()
    tags: Sequence[str] = ()
    brand: str = ""
    sub_brand: str = ""
    category: str = ""
    collection: str = ""
    ids: Sequence[str] = ()
    options: Sequence[str] = ()
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    archived: bool = False
    limited: bool = False
    public: bool = False
    created: Period = Period()
    modified: Period = Period()
    order_by: str = "-created_at"

    @property
    def is_narrowing(self) -> bool:
        """Whether they ask for anything, apart from the order."""
        return any(getattr(self, name) for name in _NARROWING)


_NARROWING = [each.name for each in fields(Filters) if each.name != "order_by"]


def find(filters: Filters, user: User, *, hidden: Sequence[int] | None = None) -> MediaQuerySet:
    """The assets that `user` may see and the filters leave, in an order that pages can rely on.

    What doesn't exist, be it a tag, an option or a metaproperty, is had by no asset. `hidden` are the
    options that hide assets from them, if they are known already.
    """
    rows = Media.objects.visible_to(user, hidden=hidden)
    for narrow in (_by_columns, _by_ids, _by_tags, _by_keyword):
        rows = narrow(rows, filters)
    for narrow_for in (_by_collection, _by_options, _by_properties):
        rows = narrow_for(rows, filters, user)
    return ordered(rows, filters.order_by)


def ordered(rows: MediaQuerySet, order_by: str) -> MediaQuerySet:
    """The assets in one of `ORDERS`; those that are equal in it have an order, too."""
    column = order_by.removeprefix("-")
    if order_by == column:
        return rows.order_by(order_key(column).asc(), "id")
    return rows.order_by(order_key(column).desc(), "-id")


def following(rows: MediaQuerySet, order_by: str, place: Place) -> MediaQuerySet:
    """The assets that stand after a place in one of `ORDERS`."""
    column = order_by.removeprefix("-")
    beyond = "gt" if order_by == column else "lt"
    rows = rows.alias(place=order_key(column)).filter(**{f"place__{beyond}e": place.value})  # along the index
    return rows.filter(Q(**{f"place__{beyond}": place.value}) | Q(**{f"pk__{beyond}": place.pk}))


def order_key(column: str) -> F | Lower:
    """What of a column orders assets."""
    return Lower("name") if column == "name" else F(column)


def _by_columns(rows: MediaQuerySet, filters: Filters) -> MediaQuerySet:
    conditions: dict[str, Any] = {
        "type__in": filters.types,
        "orientation__in": filters.orientations,
        "is_archived": filters.archived,
        "is_limited": filters.limited,
        "is_public": filters.public,
        "created_at__gte": filters.created.since,
        "created_at__lt": filters.created.before,
        "modified_at__gte": filters.modified.since,
        "modified_at__lt": filters.modified.before,
    }
    return rows.filter(**{name: value for name, value in conditions.items() if value})


def _by_ids(rows: MediaQuerySet, filters: Filters) -> MediaQuerySet:
    if filters.category:  # the vendor's past: nothing is in a category here
        return rows.none()
    if filters.ids:
        rows = rows.with_ids(filters.ids)
    for name, text in (("brand", filters.brand), ("sub_brand", filters.sub_brand)):
        if text:
            rows = rows.filter(**{f"{name}__uuid": parse(text)}) if parse(text) else rows.none()
    return rows


def _by_collection(rows: MediaQuerySet, filters: Filters, user: User) -> MediaQuerySet:
    if not filters.collection:
        return rows
    collection = Collection.objects.visible_to(user).with_id(filters.collection)
    return rows.filter(pk__in=collection.values("media"))


def _by_tags(rows: MediaQuerySet, filters: Filters) -> MediaQuerySet:
    if not filters.tags:
        return rows
    found = tags.existing(filters.tags)
    if len(found) < len(set(map(tags.folded, filters.tags))):
        return rows.none()
    return _having(rows, Media.tags.through.objects, "tag", {tag.pk for tag in found})


def _by_options(rows: MediaQuerySet, filters: Filters, user: User) -> MediaQuerySet:
    if not filters.options:
        return rows
    found = Option.objects.visible_to(user).with_ids(filters.options).values_list("pk", flat=True)
    if len(found) < len(set(map(parse, filters.options))):
        return rows.none()
    return _having(rows, MediaOption.objects, "option", set(found))


def _by_properties(rows: MediaQuerySet, filters: Filters, user: User) -> MediaQuerySet:
    wanted = {name.lower(): values for name, values in filters.properties.items() if values}
    if not wanted:
        return rows
    known = Metaproperty.objects.visible_to(user).alias(folded=Lower("name")).filter(folded__in=wanted)
    if len(known) < len(wanted):
        return rows.none()
    options: set[int] = set()
    for metaproperty in known:
        values = wanted[metaproperty.name.lower()]
        if not metaproperty.has_options:
            rows = _saying(rows, metaproperty, values)
        elif None in (named := _named(metaproperty, values)):
            return rows.none()
        else:
            options.update(filter(None, named))
    return _having(rows, MediaOption.objects, "option", options)


def _named(metaproperty: Metaproperty, values: Iterable[str]) -> set[int | None]:
    """Primary keys of the options that the values name, and None if one names nothing.

    A value is an option's name, even with a comma in it, or ids and names with commas between.
    """
    texts = {part for value in values for part in (value, *value.split(","))}
    named = Q(name__in=texts) | Q(folded__in=[text.lower() for text in texts])
    identified = Q(uuid__in=[found for found in map(parse, texts) if found])
    rows = metaproperty.options.alias(folded=Lower("name")).filter(named | identified)
    keys: dict[Any, int] = {}
    for pk, identifier, name in rows.values_list("pk", "uuid", "name"):
        keys |= {identifier: pk, name.lower(): pk}
    parts = (part for value in values for part in ([value] if value.lower() in keys else value.split(",")))
    return {keys.get(parse(part) or part.lower()) for part in parts if part}


def _having(rows: MediaQuerySet, uses: Any, of: str, keys: Some[int]) -> MediaQuerySet:
    """Those with all of these, by `uses` of what they have: tags or options.

    A few are looked for one by one, which is quickest; for many, a database would plan for minutes.
    """
    if len(keys) > _ONE_BY_ONE:
        having = uses.filter(**{f"{of}__in": keys}).values("media").annotate(number=Count("*"))
        return rows.filter(pk__in=having.filter(number=len(keys)).values("media"))
    for key in keys:
        rows = rows.filter(pk__in=uses.filter(**{of: key}).values("media"))
    return rows


def _saying(rows: MediaQuerySet, metaproperty: Metaproperty, values: Iterable[str]) -> MediaQuerySet:
    """Those with this text; none with different ones, as an asset has one at most."""
    value, *others = set(values)
    said = MediaText.objects.filter(metaproperty=metaproperty, start=value[:100], value=value)
    return rows.none() if others else rows.filter(pk__in=said.values("media"))


def _by_keyword(rows: MediaQuerySet, filters: Filters) -> MediaQuerySet:
    if not filters.keyword.strip():
        return rows
    wanted = keywords.condition(filters.keyword)
    if identifier := parse(filters.keyword.strip()):
        wanted |= Q(uuid=identifier)
    return rows.filter(wanted) if wanted else rows.none()
