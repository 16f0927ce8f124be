"""Ids on the wire: two spellings of the same 128 bits.

`/api/v4` shows the ColdFusion form, 8-4-4-16 hexadecimal digits in upper case; the newer surfaces
show RFC 4122, in lower case. Both are accepted everywhere, in any case.
"""

import re
import uuid
from typing import Any

from django.db.models import CharField, Func

_HEX = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE | re.ASCII
)


def coldfusion(identifier: uuid.UUID) -> str:
    """The form of `/api/v4`: `7C9E6679-7425-40DE-944BE07FC1F90AE7`."""
    text = str(identifier).upper()
    return text[:23] + text[24:]


def rfc(identifier: str) -> str:
    """The form of the newer surfaces, of an id in the other: `7c9e6679-7425-40de-944b-e07fc1f90ae7`."""
    return f"{identifier[:23]}-{identifier[23:]}".lower()


class Coldfusion(Func):
    """The same in SQL: with many ids, the database is faster than Python."""

    output_field = CharField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        """An id is 32 digits here."""
        parts = "substr(%(expressions)s, {}, {})"
        dashed = " || '-' || ".join(parts.format(*part) for part in ((1, 8), (9, 4), (13, 4), (17, 16)))
        return self.as_sql(*args, template=f"upper({dashed})", **kwargs)

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        """An id is a type of its own here, with a dash too many in its text."""
        template = "upper(left((%(expressions)s)::text, 23) || right((%(expressions)s)::text, 12))"
        return self.as_sql(*args, template=template, **kwargs)


def parse(text: str) -> uuid.UUID | None:
    """The id that `text` spells in either form, or None: an unknown id is a 404, never a 400."""
    return uuid.UUID(text.replace("-", "")) if _HEX.fullmatch(text) else None
