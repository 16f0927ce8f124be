"""What a method of an endpoint says of its wire, beside its access; the schema is drawn from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Shape = dict[str, Any]
Handler = TypeVar("Handler", bound=Callable[..., Any])

TEXT: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
NUMBER: Shape = {"type": "integer", "minimum": 1}
COUNT: Shape = {"type": "integer", "minimum": 0}


@dataclass(frozen=True)
class Parameter:
    """A parameter of the query."""

    name: str
    shape: Shape
    description: str


@dataclass(frozen=True)
class Documentation:
    """The parameters, the body (JSON or a form) and the answer with its status. No answer: no body.

    `headers` are those of the answer that others don't have, and what they say. `problems` are statuses
    of refusals beside those that every such operation has. `takes` and `gives` are the media types of
    bodies and answers that aren't the usual ones.
    """

    answer: Shape | None = None
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    body: Shape | None = None
    is_paged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
    takes: tuple[str, ...] = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data")
    gives: str = "application/json"


def documented(
    answer: Shape | None = None,
    **details: Any,
) -> Callable[[Handler], Handler]:
    """Attach its Documentation to a method of an endpoint; `details` are Documentation's."""

    def attach(handler: Handler) -> Handler:
        known = Documentation(answer, **details)
        handler.documentation = known  # type: ignore[attr-defined]
        return handler

    return attach


def of(view: Any, method: str) -> Documentation:
    """What the method of `view` says of its wire."""
    found: Documentation = getattr(getattr(view, method.lower()), "documentation", Documentation())
    return found


def every(**properties: Shape) -> Shape:
    """An object that always has all of the properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def some(*required: str, **properties: Shape) -> Shape:
    """An object that has the required ones of the properties and may have the others."""
    shape: Shape = {"type": "object", "properties": properties}
    return {**shape, "required": list(required)} if required else shape


def listed(shape: Shape) -> Shape:
    """A bare array."""
    return {"type": "array", "items": shape}


def one_of(*values: object) -> Shape:
    """One of the values."""
    return {"type": "integer" if isinstance(values[0], int) else "string", "enum": list(values)}


BIT = one_of(0, 1)
STATUS = every(message=TEXT, statuscode=NUMBER)
CREATED = every(message=TEXT, statuscode=NUMBER, id=TEXT)
PAGE = Parameter("page", NUMBER, "Which page; one past the end is empty.")


def limit_of(default: int | str, maximum: int = 1000) -> Parameter:
    """How many a page has, `default` if the client doesn't say."""
    text = f"How many a page has at most, {default} unless given; above {maximum} means {maximum}."
    return Parameter("limit", NUMBER, text)
