"""Pictures brought to the size of a preset, and written as files."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageOps

from .models import DerivativePreset, Media

CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
WHITE = "#ffffff"
QUALITY = 85
Point = tuple[float, float]  # from 0 to 1, from the left and from the top


def focus(media: Media) -> Point:
    """Where the asset's focus point is; the middle unless somebody has set one."""
    if media.focus_x is None or media.focus_y is None or not (media.width and media.height):
        return 0.5, 0.5
    return min(media.focus_x / media.width, 1), min(media.focus_y / media.height, 1)


def fitted(picture: Image.Image, preset: DerivativePreset, centre: Point = (0.5, 0.5)) -> Image.Image:
    """The picture in the size of the preset. It is never enlarged: a small one stays as it is.

    `is_crop` fills the box and cuts what sticks out, around `centre`; `is_extent` puts the picture on
    a white ground of the box's size.
    """
    box = preset.width, preset.height
    if preset.is_crop:
        return filled(picture, box, centre)
    small = contained(picture, box)
    return extended(small, box, WHITE) if preset.is_extent else small


def contained(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """The whole picture, made small enough for the box."""
    copy = picture.copy()
    copy.thumbnail(box, Image.Resampling.LANCZOS)
    return copy


def filled(picture: Image.Image, box: tuple[int, int], centre: Point) -> Image.Image:
    """As much of the picture as there is in the shape of the box, made small enough for it."""
    factor = min(1, picture.width / box[0], picture.height / box[1])
    size = max(1, round(box[0] * factor)), max(1, round(box[1] * factor))
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=centre)


def extended(picture: Image.Image, box: tuple[int, int], colour: Any) -> Image.Image:
    """The picture in the middle of a ground of the box's size; what is larger than the box isn't cut."""
    size = max(box[0], picture.width), max(box[1], picture.height)
    ground = Image.new("RGBA", size, colour)
    place = (size[0] - picture.width) // 2, (size[1] - picture.height) // 2
    ground.alpha_composite(picture.convert("RGBA"), place)
    return ground


def flattened(picture: Image.Image, colour: Any = WHITE) -> Image.Image:
    """The picture on a ground of one colour, without transparency."""
    ground = Image.new("RGBA", picture.size, colour)
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def encoded(picture: Image.Image, extension: str, *, quality: int = QUALITY, dpi: int = 0) -> bytes:
    """The bytes of a `jpg`, `png` or `webp` file; JPEG lies on white, and loads from coarse to fine."""
    file = io.BytesIO()
    resolution: dict[str, Any] = {"dpi": (dpi, dpi)} if dpi > 0 else {}
    match extension:
        case "jpg":
            flat = flattened(picture) if picture.mode == "RGBA" else picture
            flat.save(file, "JPEG", quality=quality, progressive=True, optimize=True, **resolution)
        case "png":
            picture.save(file, "PNG", compress_level=6, **resolution)
        case "webp":
            picture.save(file, "WEBP", quality=quality, method=3)
    return file.getvalue()
