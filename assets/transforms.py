"""Transformations of assets by their address: `io=transform:fill,width:400,height:300` and so on.

The vendor's dynamic asset transformations. Operations are applied in the order in which they stand;
the answer is WebP unless `format` says jpg or png.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_type_hints

from django.core.exceptions import ValidationError
from django.http import QueryDict

from . import operations, pictures, posters, reading
from .models import Media
from .operations import Operation
from .pictures import Point

MOST_OPERATIONS = 10
MOST_OF_A_KIND = 2  # to turn a large picture again and again takes a minute
_FULL_SIZE = 100_000  # pixels: more than any file has
_OPERATIONS: dict[str, type[Operation]] = {
    kind.__name__.lower(): kind
    for kind in (
        operations.Background, operations.Crop, operations.Extend, operations.Fill, operations.Fit,
        operations.Flip, operations.Mirror, operations.Rotate, operations.Scale,
    )
}  # fmt: skip


class Format(StrEnum):
    """What a transformation is written as."""

    WEBP, JPG, PNG = "webp", "jpg", "png"


@dataclass(frozen=True)
class Transform:
    """A parsed transformation. Without a `focus` of its own it has the asset's."""

    steps: tuple[Operation, ...] = ()
    focus: Point | None = None
    format: Format = Format.WEBP
    quality: int = pictures.QUALITY

    def of(self, media: Media) -> bytes:
        """The bytes of the asset's picture, transformed; at most `reading.LARGEST_SIDE` pixels a side.

        Unavailable when too many pictures are being drawn.
        """
        decoded = self.steps[0].decodes if self.steps else reading.LARGEST_SIDE
        with posters.turn_of(media):
            picture = posters.of(media, decoded * posters.SHARPER if decoded else _FULL_SIZE)
            for step in self.steps:
                picture = step.apply(picture, self.focus or pictures.focus(media))
            picture = pictures.contained(picture, (reading.LARGEST_SIDE, reading.LARGEST_SIDE))
            return pictures.encoded(picture, self.format, quality=self.quality)


def parsed(query: QueryDict) -> Transform:
    """The transformation that a query asks for; ValidationError names the parameter."""
    written = [text for text in query.getlist("io") if text]
    if len(written) > MOST_OPERATIONS:
        raise ValidationError({"io": f"Send at most {MOST_OPERATIONS} operations."})
    steps = tuple(map(_operation, written))
    if steps and max(Counter(map(type, steps)).values()) > MOST_OF_A_KIND:
        raise ValidationError({"io": f"Send each operation at most {MOST_OF_A_KIND} times."})
    known: dict[str, Callable[[str], Any]] = {
        "focuspoint": reading.point, "format": Format, "quality": reading.quality,
    }  # fmt: skip
    given = {name: _value(name, read, str(query[name])) for name, read in known.items() if query.get(name)}
    return Transform(
        steps,
        given.get("focuspoint"),
        given.get("format", Format.WEBP),
        given.get("quality", pictures.QUALITY),
    )


def _operation(text: str) -> Operation:
    """`transform:<operation>,<parameter>:<value>,…` as an operation."""
    kind, _, rest = text.partition(":")
    name, *pairs = rest.split(",")
    operation = _OPERATIONS.get(name.lower())
    if kind.lower() != "transform" or operation is None:
        names = ", ".join(_OPERATIONS)
        raise ValidationError({"io": f"{text[:60]} is not supported. Send transform: and one of {names}."})
    hints = get_type_hints(operation, include_extras=True).items()
    known = {parameter: hint.__metadata__[0] for parameter, hint in hints if hasattr(hint, "__metadata__")}
    values: dict[str, Any] = {}
    for pair in filter(None, pairs):
        parameter, _, value = pair.partition(":")
        if parameter.lower() not in known:
            raise ValidationError({"io": f"{name} has no parameter {parameter[:60]}."})
        values[parameter.lower()] = _value("io", known[parameter.lower()], value, parameter)
    if operation.required and not values.keys() & set(operation.required):
        raise ValidationError({"io": f"{name} needs one of {', '.join(operation.required)}."})
    return operation(**values)


def _value(name: str, read: Callable[[str], Any], text: str, parameter: str = "") -> Any:
    try:
        return read(text.lower())
    except ValueError as error:
        wanted = ", ".join(read) if isinstance(read, type) and issubclass(read, StrEnum) else error
        raise ValidationError({name: f"Send {wanted}{f' for {parameter}' if parameter else ''}."}) from error
