"""The API as a page shows it: every operation with who may call it, what it takes and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .access import Access
from .documentation import Shape
from .operations import Operation, all_operations

_FORMATS = {
    "application/x-www-form-urlencoded": "form",
    "application/json": "JSON",
    "multipart/form-data": "multipart form",
}


class Member(NamedTuple):
    """A member of a body or answer: how deep it lies, its name and type, and whether it is always there."""

    depth: int
    name: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Entry:
    """An operation of the reference."""

    operation: Operation

    @property
    def access(self) -> Access:
        """What it declares; an operation that declares nothing is refused to everybody."""
        return self.operation.access or Access()

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.operation.method.lower()}{self.operation.path}".replace("/", "-").strip("-{}")

    @property
    def body(self) -> list[Member]:
        """The members of the body."""
        return list(_members(self.operation.documentation.body or {}))

    @property
    def body_type(self) -> str:
        """In which media types the body may come."""
        return " or ".join(_FORMATS.get(kind, kind) for kind in self.operation.documentation.takes)

    @property
    def answer(self) -> list[Member]:
        """The members of the answer."""
        return list(_members(self.operation.documentation.answer or {}))

    @property
    def answer_type(self) -> str:
        """What the answer is as a whole."""
        answer = self.operation.documentation.answer
        return _type(answer) if answer else "no body"


@lru_cache(maxsize=1)
def reference() -> dict[str, list[Entry]]:
    """Every operation by the app that answers; it changes only with the code."""
    result: dict[str, list[Entry]] = {}
    for operation in all_operations():
        result.setdefault(operation.app, []).append(Entry(operation))
    return result


def _members(shape: Shape, depth: int = 0) -> Iterator[Member]:
    required = shape.get("required", ())
    for name, inner in shape.get("properties", {}).items():
        yield Member(depth, name, _type(inner), name in required, inner.get("description", ""))
        yield from _members(inner, depth + 1)
    for key in ("items", "additionalProperties"):
        if isinstance(shape.get(key), dict):
            yield from _members(shape[key], depth)
    for alternative in shape.get("anyOf", ()):
        yield from _members(alternative, depth)


def _type(shape: Shape) -> str:
    """The type in words: `list of string`, `0 or 1`, `object`."""
    if "enum" in shape:
        return " or ".join(map(str, shape["enum"]))
    if "anyOf" in shape:
        return " or ".join(map(_type, shape["anyOf"]))
    kind = shape.get("type", "anything")
    if kind == "array":
        return f"list of {_type(shape.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
