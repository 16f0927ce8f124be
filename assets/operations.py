"""What a transformation can do to a picture: the vendor's nine operations.

Nothing is enlarged: what asks for more pixels than there are gets the shape it asked for, as large as
the picture allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from . import pictures, reading
from .pictures import Point
from .reading import Angle, Colour, Offset, Pixels, Radius, Ratio

TRANSPARENT = (255, 255, 255, 0)


class Gravity(StrEnum):
    """Which part of a picture is kept."""

    TOP_LEFT, TOP, TOP_RIGHT = "topleft", "top", "topright"
    LEFT, CENTER, RIGHT = "left", "center", "right"
    BOTTOM_LEFT, BOTTOM, BOTTOM_RIGHT = "bottomleft", "bottom", "bottomright"

    @property
    def point(self) -> Point:
        """Where that is."""
        column = 0.0 if "left" in self else 1.0 if "right" in self else 0.5
        row = 0.0 if "top" in self else 1.0 if "bottom" in self else 0.5
        return column, row


class Shape(StrEnum):
    """What a picture is cut to."""

    CIRCLE, SQUARE = "circle", "square"


@dataclass(frozen=True)
class Operation:
    """One step of a transformation. Its fields are parameters; one of those in `required` must be there."""

    required: ClassVar[tuple[str, ...]] = ()

    @property
    def decodes(self) -> int | None:
        """How large the picture must be at most for this step; None for its full size."""
        return None

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """The changed picture."""
        raise NotImplementedError


@dataclass(frozen=True)
class Sized(Operation):
    """An operation that makes pictures small; one side may be left out."""

    required: ClassVar[tuple[str, ...]] = ("width", "height")
    width: Pixels = None
    height: Pixels = None

    @property
    def decodes(self) -> int | None:
        """The longer side."""
        return max(self.width or 0, self.height or 0) or None

    def box(self, picture: Image.Image) -> tuple[int, int]:
        """The sides, those of the picture where none is given."""
        return self.width or picture.width, self.height or picture.height


@dataclass(frozen=True)
class Background(Operation):
    """A colour instead of transparency."""

    required: ClassVar[tuple[str, ...]] = ("color",)
    color: Colour = None

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """On the colour."""
        return pictures.flattened(picture, self.color)


@dataclass(frozen=True)
class Crop(Operation):
    """A part: from a corner on, by gravity, or around the focus point; with a shape, its edge may be soft."""

    required: ClassVar[tuple[str, ...]] = ("width", "height", "x", "y", "gravity", "shape")
    width: Pixels = None
    height: Pixels = None
    x: Offset = None
    y: Offset = None
    gravity: Annotated[Gravity | None, Gravity] = None
    shape: Annotated[Shape | None, Shape] = None
    blur: Radius = None
    background: Colour = None

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Cut; what lies outside the shape is transparent or of the background's colour."""
        left, top, width, height = self._part(picture, focus)
        cut = picture.crop((left, top, left + width, top + height))
        if self.shape:
            cut = _shaped(cut, self.shape, self.blur or 0)
        return pictures.flattened(cut, self.background) if self.background else cut

    def _part(self, picture: Image.Image, focus: Point) -> tuple[int, int, int, int]:
        left, top = min(self.x or 0, picture.width - 1), min(self.y or 0, picture.height - 1)
        width = min(self.width or picture.width, picture.width - left)
        height = min(self.height or picture.height, picture.height - top)
        if self.shape:
            width = height = min(width, height)
        if self.x is None and self.y is None:
            left, top = self._place(picture, width, height, focus)
        return left, top, width, height

    def _place(self, picture: Image.Image, width: int, height: int, focus: Point) -> tuple[int, int]:
        free = picture.width - width, picture.height - height
        if self.gravity:
            column, row = self.gravity.point
            return round(free[0] * column), round(free[1] * row)
        wanted = round(picture.width * focus[0] - width / 2), round(picture.height * focus[1] - height / 2)
        return max(0, min(wanted[0], free[0])), max(0, min(wanted[1], free[1]))


@dataclass(frozen=True)
class Extend(Sized):
    """A larger ground, with the picture in its middle."""

    background: Colour = None

    @property
    def decodes(self) -> int | None:
        """The picture itself stays as large as it is."""
        return None

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """On a transparent ground, or one of the background's colour."""
        return pictures.extended(picture, self.box(picture), self.background or TRANSPARENT)


@dataclass(frozen=True)
class Fill(Sized):
    """As much of the picture as has room in the box, or in its shape, without a margin."""

    required: ClassVar[tuple[str, ...]] = ("width", "height", "aspectratio")
    gravity: Annotated[Gravity | None, Gravity] = None
    aspectratio: Ratio = None

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Cut off what is far from the gravity, or else from the focus point."""
        centre = self.gravity.point if self.gravity else focus
        return pictures.filled(picture, self.box(picture), centre)

    def box(self, picture: Image.Image) -> tuple[int, int]:
        """The sides; a side that isn't given follows from the ratio."""
        if self.aspectratio is None or (self.width and self.height):
            return super().box(picture)
        across, down = self.aspectratio
        if self.height and not self.width:
            return max(1, round(self.height * across / down)), self.height
        width = self.width or min(picture.width, round(picture.height * across / down)) or 1
        return width, max(1, round(width * down / across))


@dataclass(frozen=True)
class Fit(Sized):
    """The whole picture, small enough for the box."""

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Made small in its own shape."""
        return pictures.contained(picture, self.box(picture))


@dataclass(frozen=True)
class Scale(Sized):
    """Exactly these sides, even if that distorts; a side that isn't given keeps the shape."""

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Made small."""
        if not (self.width and self.height):
            return pictures.contained(picture, self.box(picture))
        size = min(self.width, picture.width), min(self.height, picture.height)
        return picture.resize(size, Image.Resampling.LANCZOS)


@dataclass(frozen=True)
class Flip(Operation):
    """Upside down."""

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Top and bottom change places."""
        return ImageOps.flip(picture)


@dataclass(frozen=True)
class Mirror(Operation):
    """As in a mirror."""

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Left and right change places."""
        return ImageOps.mirror(picture)


@dataclass(frozen=True)
class Rotate(Operation):
    """Clockwise; the picture grows so that no corner is lost."""

    required: ClassVar[tuple[str, ...]] = ("angle",)
    angle: Angle = None
    background: Colour = None

    @property
    def decodes(self) -> int | None:
        """As much as is turned."""
        return reading.LARGEST_SIDE

    def apply(self, picture: Image.Image, focus: Point) -> Image.Image:
        """Turned; corners are transparent or of the background's colour."""
        # What is turned again and again would grow each time, until it fills the memory.
        picture = pictures.contained(picture, (reading.LARGEST_SIDE, reading.LARGEST_SIDE))
        turned = picture.convert("RGBA").rotate(
            -(self.angle or 0), Image.Resampling.BICUBIC, expand=True, fillcolor=TRANSPARENT
        )
        return pictures.flattened(turned, self.background) if self.background else turned


def _shaped(picture: Image.Image, shape: Shape, softness: int) -> Image.Image:
    mask = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mask)
    box = (softness, softness, picture.width - 1 - softness, picture.height - 1 - softness)
    if box[0] <= box[2] and box[1] <= box[3]:
        (draw.ellipse if shape == Shape.CIRCLE else draw.rectangle)(box, fill=255)
    shaped = picture.convert("RGBA")
    soft = mask.filter(ImageFilter.GaussianBlur(softness / 2))
    shaped.putalpha(ImageChops.multiply(shaped.getchannel("A"), soft))
    return shaped
