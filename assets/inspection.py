"""What an uploaded file is and says of itself, found out before anything is done with it.

A name that lies about its content is corrected: `harbour.png` that holds a JPEG becomes
`harbour.jpg`, because clients guess the type from the extension. What bears the name of a known type
but the marks of none is rejected, as are broken images and decompression bombs. SVG and HTML are kept
for what they are; nothing that was uploaded is ever shown inline, but what browsers only play.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.base import File
from PIL import ExifTags, Image

from . import decoders, file_names, file_types
from .file_types import TYPES, FileType
from .models import MediaType, Orientation

logger = logging.getLogger(__name__)

_UNKNOWN = FileType(MediaType.DOCUMENT, "application/octet-stream", (), "")
# Any format may be built upon these, so an extension that isn't known may be right.
_CONTAINERS = frozenset({"zip", "ole", "text"})
_NOT_DECODED = frozenset({"image/svg+xml", "image/heif", "application/postscript"})
_TURNED = (5, 6, 7, 8)  # EXIF orientations that swap width and height
_DECODED = 50_000_000  # pixels of an image that is looked at to its end, which takes memory
_ENDS_EARLY = ("truncated", "broken data stream", "not enough image data")  # as Pillow says it
_MOST_DETAILS, _LONGEST_DETAIL = 200, 200


class Rejected(Exception):  # noqa: N818
    """The file can't become an asset; the reason is for people."""


@dataclass(frozen=True)
class Inspection:
    """What was found: the vendor's type, and what the asset's file is kept with."""

    type: str
    extension: str
    content_type: str
    width: int = 0
    height: int = 0
    orientation: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def inspect(file: File, file_name: str) -> Inspection:
    """What the file is. It is read here and there, never as a whole. Rejected says why it can't be kept."""
    file.seek(0)
    head = file.read(file_types.HEAD)
    if not head:
        raise Rejected("The file is empty.")
    extension, kind, is_sure = _type(head, file_names.extension(file_name))
    found = Inspection(kind.media_type, extension, kind.content_type)
    file.seek(0)
    if kind.media_type == MediaType.IMAGE and kind.content_type not in _NOT_DECODED:
        return _shaped(found, *_image(file, extension))
    if kind.media_type in (MediaType.VIDEO, MediaType.AUDIO):
        return _shaped(found, *_recording(file, extension, is_sure=is_sure))
    if not is_sure:
        raise _lying(extension)
    return _shaped(found, *_document(file)) if kind.family == "pdf" else found


def _type(head: bytes, claimed: str) -> tuple[str, FileType, bool]:
    """The right extension, its type, and whether the content bears it out."""
    known, found = TYPES.get(claimed), file_types.recognised(head)
    if known is None and (not found or found[0].family in _CONTAINERS):
        return claimed, _UNKNOWN, True
    if known is not None and known.family in {kind.family for kind in found}:
        return claimed, known, True
    if found:
        return found[0].extensions[0], found[0], True
    assert known is not None  # noqa: S101
    return claimed, known, known.is_text and file_types.is_text(head)


Shape = tuple[int, int, dict[str, Any]]


def _image(file: File, extension: str) -> Shape:
    try:
        image = decoders.image(file)
        width, height = image.size
        exif = image.getexif()
        details = dict(_readable(exif))
    except Image.DecompressionBombError as error:
        raise Rejected("The image has too many pixels to be opened safely.") from error
    except Exception as error:
        logger.info("an image can't be opened", exc_info=error)
        raise _lying(extension) from error
    if width * height <= _DECODED:
        _refuse_part(image, extension)
    if exif.get(ExifTags.Base.Orientation) in _TURNED:
        width, height = height, width
    return width, height, {"exif": details} if details else {}


def _refuse_part(image: Image.Image, extension: str) -> None:
    """Rejected when the image ends early. One that can't be decoded otherwise is kept: codecs are many."""
    image.draft(None, (1, 1))  # of a JPEG all is read even so, and little is made
    try:
        image.load()
    except Exception as error:
        if any(words in str(error) for words in _ENDS_EARLY):
            raise _lying(extension) from error
        logger.info("an image can't be decoded", exc_info=error)


def _recording(file: File, extension: str, *, is_sure: bool) -> Shape:
    """A video or sound. One that FFmpeg can't read is kept if its marks are right: codecs are many."""
    try:
        with decoders.recording(file) as container:
            seconds = round(container.duration / decoders.SECOND, 2) if container.duration else 0
            video = next(iter(container.streams.video), None)
            width, height = (video.width, video.height) if video else (0, 0)
            return width, height, {"seconds": seconds}
    except Exception as error:
        if not is_sure:
            raise _lying(extension) from error
        logger.info("a recording can't be opened", exc_info=error)
        return 0, 0, {}


def _document(file: File) -> Shape:
    """A PDF's pages, and the size of the first in points; nothing of one that is locked or broken."""
    try:
        with decoders.pdf(file) as pdf:
            width, height = pdf[0].get_size()
            return round(width), round(height), {"pages": len(pdf)}
    except Exception as error:
        logger.info("a PDF can't be opened", exc_info=error)
        return 0, 0, {}


def _shaped(found: Inspection, width: int, height: int, details: dict[str, Any]) -> Inspection:
    shape = ""
    if width and height:
        shape = Orientation.SQUARE if width == height else Orientation.LANDSCAPE
        shape = Orientation.PORTRAIT if height > width else shape
    return replace(found, width=width, height=height, orientation=shape, details=details)


def _readable(exif: Image.Exif) -> Iterator[tuple[str, str]]:
    """Names and values as text that any database keeps."""
    entries = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    for tag, value in list(entries.items())[:_MOST_DETAILS]:
        text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
        clean = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs"))
        if tag in ExifTags.TAGS and clean.strip():
            yield ExifTags.TAGS[tag], clean.strip()[:_LONGEST_DETAIL]


def _lying(extension: str) -> Rejected:
    return Rejected(f"The file is broken, or isn't what its extension “{extension}” says.")
