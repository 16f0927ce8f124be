"""The wire's parameters of a search for assets, as the rules' filters."""

from datetime import UTC, datetime, timedelta

from assets.search import Filters, Period
from portal.api.parsing import Parameters

_ORDERS = {
    "datecreated": "created_at",
    "datemodified": "modified_at",
    "datepublished": "published_at",
    "name": "name",
}
_PROPERTY = "property_"
_ANYTHING = "*"  # as a keyword, with which CMS connectors list all there is


def parse(parameters: Parameters) -> Filters:
    """What a client looks for. Unknown parameters and values of `orderBy` are passed over, as clients expect.

    A Problem names a parameter that can't be read.
    """
    keyword = parameters.text("keyword")
    return Filters(
        keyword="" if keyword.strip() == _ANYTHING else keyword,
        types=[text.lower() for text in parameters.list("type")],
        orientations=[text.lower() for text in parameters.list("orientation")],
        tags=parameters.list("tags"),
        brand=parameters.text("brandId"),
        sub_brand=parameters.text("subBrandId"),
        category=parameters.text("categoryId"),
        collection=parameters.text("collectionId"),
        ids=parameters.list("ids"),
        options=parameters.list("propertyOptionId"),
        properties=parameters.prefixed(_PROPERTY),
        archived=parameters.boolean("archive"),
        limited=parameters.boolean("limited"),
        public=parameters.boolean("isPublic"),
        created=_period(parameters, "dateCreated"),
        modified=_period(parameters, "dateModified"),
        order_by=_order(parameters.text("orderBy")),
    )


def _period(parameters: Parameters, name: str) -> Period:
    """From `name` to `nameTo`, all of that second, as answers show no fractions; or the UTC day `nameOn`."""
    since, until, on = (parameters.moment(f"{name}{suffix}") for suffix in ("", "To", "On"))
    starts = [since] if since else []
    ends = [until.replace(microsecond=0) + timedelta(seconds=1)] if until else []
    if on:
        day = datetime(on.year, on.month, on.day, tzinfo=UTC)
        starts.append(day)
        ends.append(day + timedelta(days=1))
    return Period(max(starts, default=None), min(ends, default=None))


def _order(text: str) -> str:
    name, _, direction = text.strip().lower().partition(" ")
    column = _ORDERS.get(name)
    if column is None:
        return Filters.order_by
    return f"-{column}" if direction.strip() == "desc" else column
