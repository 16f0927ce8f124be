"""What requests to create or change metaproperties and options carry.

The vendor's clients send JSON in the form field `data`; a JSON body and plain form fields are understood
too. Names may be in any case. In a form blank means absent; in JSON it empties the field.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import QueryDict
from rest_framework.request import Request

from portal.api.errors import InvalidField, Problem

_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Payload:
    """The fields of a JSON object; each reader raises a Problem that names the field."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()}

    @classmethod
    def of(cls, request: Request) -> "Payload":
        """What the request sends; a Problem when that is nothing, or no object."""
        fields = _sent(request)
        if not isinstance(fields, Mapping):
            raise _no_data("Send a JSON object.")
        if not fields:
            raise _no_data("No data sent")
        return cls(fields)

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name.lower()) is not None

    def names(self, name: str) -> bool:
        """Whether the field is there, if only as null."""
        return name.lower() in self._fields

    def text(self, name: str) -> str:
        """The text; null is empty."""
        value = self._fields.get(name.lower())
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            raise InvalidField(name, "Send text.")
        return _storable(name, "" if value is None else str(value))

    def flag(self, name: str) -> bool:
        """The flag: true, false, 1 or 0, as JSON or as text."""
        value = str(self._fields[name.lower()]).lower()
        if value not in _FLAGS:
            raise InvalidField(name, "Send true or false.")
        return _FLAGS[value]

    def number(self, name: str) -> int:
        """The whole number, as JSON or as text."""
        value = self.text(name)
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
            raise InvalidField(name, "Send a whole number.")
        return int(value)

    def texts(self, name: str) -> dict[str, str]:
        """Texts by language: `{"en_US": "Red"}`."""
        value = self._fields[name.lower()]
        if isinstance(value, str):  # in a form
            value = _decoded(value, name)
        if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
            raise InvalidField(name, 'Send texts by language, like {"en_US": "Red"}.')
        return {_storable(name, key): _storable(name, text) for key, text in value.items()}

    def list(self, name: str) -> list[Any]:
        """The list; none, or null, is empty."""
        value = self._fields.get(name.lower())
        if value is None:
            return []
        if not isinstance(value, list):
            raise InvalidField(name, "Send a list.")
        return value


def ids(request: Request) -> list[str]:
    """The ids that the request sends as `data`: a JSON list, or separated by commas."""
    sent = _sent(request, separated=True)
    if not isinstance(sent, list) or not all(isinstance(text, str) for text in sent):
        raise _no_data("Send a list of ids." if sent else "No data sent")
    if not sent:
        raise _no_data("Data cannot be empty")
    return sent


def _no_data(message: str) -> Problem:
    """The refusal of all that was sent, in the vendor's words where it has some."""
    return Problem(message, fields={"data": [message]})


def _sent(request: Request, *, separated: bool = False) -> Any:
    """What `data` has, or the whole body; `separated`: it may be text with commas instead of JSON."""
    body = request.data
    if not isinstance(body, Mapping):
        return body
    data = next((body[name] for name in body if name.lower() == "data"), None)
    if data is None:
        is_form = isinstance(body, QueryDict)
        return {name: body[name] for name in body if not (is_form and body[name] == "")}
    if not isinstance(data, str) or not data:
        return data or {}
    if separated and not data.lstrip().startswith("["):
        return [part.strip() for part in data.split(",") if part.strip()]
    return _decoded(data)


def _decoded(text: str, name: str = "data") -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = "Invalid JSON"
        raise Problem(message, fields={name: [f"{message}: {error}."]}) from error


def _storable(name: str, text: str) -> str:
    if "\0" in text:
        raise InvalidField(name, "Leave out the NUL character; text can't be stored with it.")
    return text
