"""Pages of bare lists: `limit` and `page` in, `X-Pagination-*` headers out. A page past the end is empty.

0 means absent: so the vendor's C# SDK sends what nobody has set.
"""

from typing import Any

from django.db.models import QuerySet

from .parsing import Parameters


def page(
    rows: QuerySet[Any], parameters: Parameters, *, default_limit: int | None, maximum: int = 1000
) -> tuple[QuerySet[Any], dict[str, str]]:
    """The rows of the requested page and the headers; all rows if neither a limit nor a default is given."""
    total = rows.count()
    number, limit = requested(parameters, default_limit=default_limit or 0, maximum=maximum)
    if not limit:
        limit = 100 if number > 1 else max(total, 1)
    return rows[(number - 1) * limit : number * limit], headers(number, limit, total)


def requested(parameters: Parameters, *, default_limit: int, maximum: int = 1000) -> tuple[int, int]:
    """Which page is asked for, and how many it has at most."""
    number = parameters.number("page", 1, minimum=0) or 1
    return number, parameters.number("limit", 0, minimum=0, maximum=maximum) or default_limit


def headers(number: int, limit: int, total: int | None) -> dict[str, str]:
    """What tells where a page stands; without totals where they aren't known."""
    found = {"X-Pagination-Page": str(number), "X-Pagination-Limit": str(limit)}
    if total is not None:
        found["X-Pagination-TotalRecords"] = str(total)
        found["X-Pagination-TotalPages"] = str(-(-total // limit))
    return found
