"""Reading parameters the way real clients send them.

Keys in any case; booleans as true/True/1; lists repeated, with or without brackets behind the key, or
comma-separated; blank means absent.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.http import QueryDict
from rest_framework.request import Request

from .errors import BadBody, InvalidField
from .moments import instant

LARGEST = 10**14  # as the number of a page of ten thousand rows, still within the database's integers
_BRACKETS = re.compile(r"\[\d*\]$")  # of a list's members, as PHP and axios write them
_NO_DATE = "0001-01-01T00:00:00Z"  # what the vendor's C# SDK sends of a date that nobody has set
_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


class Parameters:
    """Query and body of a request, together: values may travel in either."""

    def __init__(self, request: Request) -> None:
        self._values: dict[str, list[Any]] = {}
        self._as_sent: dict[str, str] = {}
        sources: list[Any] = [request.query_params]
        if request.method not in ("GET", "HEAD"):
            sources.append(request.data)
        for source in sources:
            if not isinstance(source, Mapping):
                message = "Send a JSON object or form fields."
                raise BadBody(message)
            for key in source:
                values = source.getlist(key) if isinstance(source, QueryDict) else _listed(source[key])
                name = _BRACKETS.sub("", key)
                self._values.setdefault(name.lower(), []).extend(v for v in values if v not in ("", None))
                self._as_sent.setdefault(name.lower(), name)

    def __contains__(self, name: str) -> bool:
        return bool(self._values.get(name.lower()))

    def sent(self, name: str) -> bool:
        """Whether it was sent at all: where blank has a meaning, it isn't absent."""
        return name.lower() in self._values

    def prefixed(self, prefix: str) -> dict[str, list[str]]:
        """The texts of the parameters that begin with `prefix`, by the rest of their names as sent."""
        found = [name for name in self._values if name.startswith(prefix)]
        return {self._as_sent[name][len(prefix) :]: self.texts(name) for name in found}

    def text(self, name: str, default: str = "") -> str:
        """The value; a Problem names the field if it is no text, or if different values came.

        Real clients send the same value in query and body.
        """
        values = self._values.get(name.lower())
        if not values:
            return default
        texts = {_text(name, value) for value in values}
        if len(texts) > 1:
            raise InvalidField(name, "Send one value: different ones came.")
        return texts.pop()

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """The flag; a Problem names the field when it is neither true nor false."""
        value = self.text(name).lower()
        if not value:
            return default
        if value not in _TRUE | _FALSE:
            raise InvalidField(name, "Send true or false.")
        return value in _TRUE

    def number(self, name: str, default: int, *, minimum: int = 1, maximum: int = LARGEST) -> int:
        """The whole number, at most `maximum`; a Problem names the field when it is none or too small."""
        text = self.text(name, str(default))
        # What has more digits than the largest number needn't be read.
        is_number = text.isascii() and text.isdecimal()
        value = min(int(text) if len(text) < len(str(LARGEST)) else LARGEST, maximum) if is_number else -1
        if value < minimum:
            raise InvalidField(name, f"Send a whole number from {minimum}.")
        return value

    def moment(self, name: str) -> datetime | None:
        """The date and time (ISO 8601) in UTC, which is also meant without an offset; a date is its midnight.

        A Problem names the field when it is neither.
        """
        text = self.text(name)
        if text in ("", _NO_DATE):
            return None
        try:
            return instant(text)
        except ValueError as error:
            raise InvalidField(name, "Send a date like 2026-05-31 or 2026-05-31T12:00:00Z.") from error

    def texts(self, name: str) -> list[str]:
        """All values as they were sent, where a comma may be a part of one."""
        return [_text(name, value) for value in self._values.get(name.lower(), [])]

    def ids(self, name: str) -> list[str]:
        """The texts of a JSON list, which the vendor's clients send as text, or what `list` finds.

        A Problem names the field when what looks like JSON is none, or has something else in it.
        """
        text = ",".join(self.texts(name))
        if not text.startswith("["):
            return self.list(name)
        try:
            found: Any = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise InvalidField(name, f"This is no JSON list: {error}.") from error
        if not all(isinstance(identifier, str) for identifier in found):
            raise InvalidField(name, 'Send a JSON list of ids: ["…", "…"].')
        return list(found)

    def required_ids(self, name: str) -> list[str]:
        """The same; a Problem when there is none."""
        found = self.ids(name)
        if not found:
            raise InvalidField(name, "Send at least one id; several as a JSON list, or separated by commas.")
        return found

    def list(self, name: str) -> list[str]:
        """All values, repeated or separated by commas."""
        return [part for text in self.texts(name) for part in text.split(",") if part]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise InvalidField(name, "Send text, a number, true or false.")
    text = str(value)
    if "\0" in text:
        raise InvalidField(name, "Leave out the NUL character; text can't be stored with it.")
    return text
