"""Dates and times on the wire: in UTC, without fractions of a second."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, Func

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def moment(value: datetime) -> str:
    """`2026-02-11T08:15:02Z`."""
    return f"{value.isoformat()[:19]}Z"


def with_offset(value: datetime) -> str:
    """`2026-02-11T08:15:02+00:00`."""
    return value.isoformat(timespec="seconds")


def spelled_out(value: datetime) -> str:
    """`February, 11 2026 08:15:02 +0000`; `strftime` would take long for thousands of them."""
    time = value.time().isoformat("seconds")
    return f"{_MONTHS[value.month - 1]}, {value.day:02} {value.year} {time} +0000"


def instant(text: str) -> datetime:
    """The date and time (ISO 8601) in UTC, which is also meant without an offset; a date is its midnight.

    ValueError when it is neither, or in the first or the last year that there is.
    """
    value = datetime.fromisoformat(text)
    if not 1 < value.year < 9999:  # so there is a day before and after, in any time zone
        message = "This year is too far away."
        raise ValueError(message)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Moment(Func):
    """The same in SQL: with many moments, the database is faster than Python."""

    output_field = CharField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        """A moment is such a text here, but with a blank and fractions."""
        template = "replace(substr(%(expressions)s, 1, 19), ' ', 'T') || 'Z'"
        return self.as_sql(*args, template=template, **kwargs)

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        """A moment is a type of its own here, shown in the connection's time zone, which is UTC."""
        template = """to_char(%(expressions)s, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
        return self.as_sql(*args, template=template, **kwargs)
