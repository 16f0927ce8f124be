"""Pages of bare lists: `limit` and `page` in, `X-Pagination-*` headers out. A page past the end is empty."""

from typing import Any

from django.db.models import QuerySet

from .parsing import Parameters


def page(
    rows: QuerySet[Any], parameters: Parameters, *, default_limit: int | None, maximum: int = 1000
) -> tuple[QuerySet[Any], dict[str, str]]:
    """The rows of the requested page and the headers; all rows if neither a limit nor a default is given."""
    total = rows.count()
    number = parameters.number("page", 1)
    if "limit" in parameters or default_limit is not None:
        limit = parameters.number("limit", default_limit or maximum, maximum=maximum)
    elif number > 1:
        limit = 100
    else:
        limit = max(total, 1)
    headers = {
        "X-Pagination-TotalRecords": str(total),
        "X-Pagination-TotalPages": str(-(-total // limit)),
        "X-Pagination-Page": str(number),
        "X-Pagination-Limit": str(limit),
    }
    return rows[(number - 1) * limit : number * limit], headers
