"""One upright sRGB picture of any file: the image itself, a video's frame, a document's first page, an icon.

Each kind of source is a function `(file, at_least) → picture` that raises whatever its library raises.
`at_least` is how many pixels each side should have, if the file has as many: so that a large file
isn't decoded at its full size for a small picture.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps

from portal.api.errors import Unavailable

from . import decoders, icons
from .models import ItemKind, Media, MediaItem

logger = logging.getLogger(__name__)

SHARPER = 2  # how much larger a source is decoded than the largest picture that is made of it
_POSTER_SECOND = 1
_LARGEST_PAGE = 4000  # pixels; a page has no size of its own that would limit it
_srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_HUGE = 50_000_000  # pixels
PATIENCE = 3  # seconds that one waits for one's turn
AT_ONCE = 2  # pictures that a process draws; its other threads answer what takes no time
_drawing = BoundedSemaphore(AT_ONCE)
_huge = BoundedSemaphore(1)
Source = Callable[[IO[bytes], int], Image.Image]


@contextmanager
def turn_of(media: Media) -> Iterator[None]:
    """To be held while one works with the asset's picture: a process draws few at once, of huge ones one.

    Of these each may take two gigabytes, however small its file is. Unavailable when it takes the others
    too long.
    """
    is_huge = media.width * media.height > _HUGE
    with ExitStack() as held:
        for turn in (_huge, _drawing) if is_huge else (_drawing,):
            if not turn.acquire(timeout=PATIENCE):
                message = "Too many pictures are being drawn. Try again in a few seconds."
                raise Unavailable(message)
            held.callback(turn.release)
        yield


def of(media: Media, at_least: int) -> Image.Image:
    """The asset's picture; an icon when its file shows nothing, is broken or is too large to decode.

    Raises only what the storage raises.
    """
    item = MediaItem.objects.filter(media=media, kind=ItemKind.ORIGINAL, is_active=True).first()
    source = _source(item.content_type) if item else None
    if item is None or source is None:
        return icons.drawn(media.extension, media.type)
    with item.file.open("rb") as file:
        file.seek(0)  # a remote storage brings the file now, or raises
        try:
            return source(file, at_least)
        except Exception:
            logger.warning("%s can't be drawn, an icon stands in", item.file.name, exc_info=True)
    return icons.drawn(media.extension, media.type)


def image(file: IO[bytes], at_least: int) -> Image.Image:
    """The image, or the first frame of an animated one, as it is meant to be seen."""
    opened = decoders.image(file)
    opened.draft(None, (at_least, at_least))
    profile = opened.info.get("icc_profile")
    picture = _in_plain_channels(ImageOps.exif_transpose(opened))
    factor = min(side // max(1, at_least) for side in picture.size)
    if factor > 1:
        picture = picture.reduce(factor)
    return in_srgb(picture, profile)


def video(file: IO[bytes], at_least: int) -> Image.Image:
    """The key frame at the first second, where titles and black have usually gone, or the first there is."""
    with decoders.recording(file) as container:
        stream = container.streams.video[0]
        _refuse_bomb(stream.codec_context.width * stream.codec_context.height)
        stream.codec_context.skip_frame = "NONKEY"
        container.seek(_POSTER_SECOND * decoders.SECOND, backward=True)
        frame = next(container.decode(stream))
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        return picture.rotate(frame.rotation, expand=True)


def document(file: IO[bytes], at_least: int) -> Image.Image:
    """The first page on white."""
    with decoders.pdf(file) as pdf:
        page = pdf[0]
        scale = min(at_least, _LARGEST_PAGE) / max(1, *page.get_size())
        rendered: Image.Image = page.render(scale=scale).to_pil()
        return rendered.convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, or RGBA when something may be transparent; colours by the profile, if it is a right one."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.info("a colour profile that doesn't fit is passed over")
        else:
            if converted is not None:
                return converted
    return picture.convert(mode)


def _source(content_type: str) -> Source | None:
    match content_type.split("/"):
        case ["image", kind] if not kind.startswith("svg"):
            return image
        case ["video", _]:
            return video
        case ["application", "pdf"]:
            return document
    return None


def _in_plain_channels(picture: Image.Image) -> Image.Image:
    """Eight bits a channel, without a palette: what can be scaled and has a profile's channels."""
    if picture.mode.startswith("I"):
        return picture.convert("F").point(_eight_bits).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "CMYK", "LAB"):
        return picture
    return picture.convert("RGB")


def _eight_bits(value: Any) -> Any:
    return value / 257


def _refuse_bomb(pixels: int) -> None:
    if Image.MAX_IMAGE_PIXELS is not None and pixels > 2 * Image.MAX_IMAGE_PIXELS:
        raise Image.DecompressionBombError(f"{pixels} pixels are too many.")
