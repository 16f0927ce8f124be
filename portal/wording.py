"""Values as people read them, on pages and in a terminal; programs get JSON."""

from collections.abc import Mapping
from typing import Any


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
