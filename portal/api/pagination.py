"""Pages of bare lists: `limit` and `page` in, `X-Pagination-*` headers out. A page past the end is empty."""

from typing import Any

from django.db.models import QuerySet

from .parsing import Parameters


def page(
    rows: QuerySet[Any], parameters: Parameters, *, default_limit: int | None, maximum: int = 1000
) -> tuple[QuerySet[Any], dict[str, str]]:
    """The rows of the requested page and the headers; all rows if neither a limit nor a default is given."""
    total = rows.count()
    if "limit" in parameters or default_limit is not None:
        number, limit = requested(parameters, default_limit=default_limit or maximum, maximum=maximum)
    else:
        number = parameters.number("page", 1)
        limit = 100 if number > 1 else max(total, 1)
    return rows[(number - 1) * limit : number * limit], headers(number, limit, total)


def requested(parameters: Parameters, *, default_limit: int, maximum: int = 1000) -> tuple[int, int]:
    """Which page is asked for, and how many it has at most."""
    return parameters.number("page", 1), parameters.number("limit", default_limit, maximum=maximum)


def headers(number: int, limit: int, total: int | None) -> dict[str, str]:
    """What tells where a page stands; without totals where they aren't known."""
    found = {"X-Pagination-Page": str(number), "X-Pagination-Limit": str(limit)}
    if total is not None:
        found["X-Pagination-TotalRecords"] = str(total)
        found["X-Pagination-TotalPages"] = str(-(-total // limit))
    return found
