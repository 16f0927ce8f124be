"""Values and refusals as people read them, on pages and in a terminal; programs get JSON."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError


class VendorsWords(ValidationError):  # noqa: N818
    """A refusal in the vendor's words, which clients look for. Pages show `for_people`, if that is given."""

    def __init__(self, message: Any, *, for_people: Any = None) -> None:
        super().__init__(message)
        self.for_people = ValidationError(for_people or message)


def for_people(error: ValidationError) -> ValidationError:
    """The refusal as pages show it."""
    return error.for_people if isinstance(error, VendorsWords) else error


def in_words(value: Any) -> str:
    """The value without brackets and quotes: lists joined by commas, yes and no, a dash for nothing."""
    match value:
        case None | "" | [] | {}:
            return "–"
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return ", ".join(f"{name}: {in_words(entry)}" for name, entry in value.items())
        case list() | tuple():
            return ", ".join(map(in_words, value))
    return str(value)
