"""Values of transformations, read from their text. ValueError says what to send instead.

The types at the end carry the function that reads them; without a value they are None.
"""

import re
from typing import Annotated, Any

from PIL import ImageColor

LARGEST_SIDE = 4000  # pixels that a transformation may ask for
_LARGEST_OFFSET = 100_000
_LARGEST_RADIUS = 500
_HEXADECIMAL = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)


def whole(text: str, lowest: int, highest: int) -> int:
    """A whole number in the range."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and lowest <= int(text) <= highest):
        raise ValueError(f"a whole number from {lowest} to {highest}")
    return int(text)


def pixels(text: str) -> int:
    """The length of a side."""
    return whole(text, 1, LARGEST_SIDE)


def offset(text: str) -> int:
    """A distance from the left or from the top."""
    return whole(text, 0, _LARGEST_OFFSET)


def radius(text: str) -> int:
    """How soft an edge is."""
    return whole(text, 0, _LARGEST_RADIUS)


def angle(text: str) -> int:
    """Degrees."""
    return whole(text, 0, 360)


def quality(text: str) -> int:
    """How good a picture is, in per cent."""
    return whole(text, 1, 100)


def ratio(text: str) -> tuple[int, int]:
    """Two lengths, like 16x9."""
    across, _, down = text.partition("x")
    try:
        return pixels(across), pixels(down)
    except ValueError:
        raise ValueError("a ratio like 16x9") from None


def point(text: str) -> tuple[float, float]:
    """A place in a picture, like 0.5,0.25."""
    parts = text.split(",")
    try:
        column, row = (float(part) for part in parts)
    except ValueError:
        column = row = -1
    if not (0 <= column <= 1 and 0 <= row <= 1):
        raise ValueError("two numbers from 0 to 1, like 0.5,0.25")
    return column, row


def colour(text: str) -> Any:
    """A colour by its name in CSS, or three or six hexadecimal digits."""
    if found := _HEXADECIMAL.fullmatch(text):
        return ImageColor.getrgb(f"#{found[1]}")
    if text.lower() in ImageColor.colormap:
        return ImageColor.getrgb(text.lower())
    raise ValueError("a colour's name, or three or six hexadecimal digits")


Pixels = Annotated[int | None, pixels]
Offset = Annotated[int | None, offset]
Radius = Annotated[int | None, radius]
Angle = Annotated[int | None, angle]
Ratio = Annotated[tuple[int, int] | None, ratio]
Colour = Annotated[Any, colour]
