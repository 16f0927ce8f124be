"""Decoders for files from anywhere: which are safe, and how they are held in check.

The large ones are loaded when a file first needs them: together they take 40 MB of every process.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from av.container import InputContainer

# EPS is missing, for one: its decoder would run Ghostscript.
IMAGE_FORMATS = (
    "JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "JPEG2000", "PSD", "TGA", "ICO", "ICNS", "PPM",
    "PCX", "SGI", "QOI", "DDS",
)  # fmt: skip
SECOND = 1_000_000  # FFmpeg counts microseconds
# A playlist that calls itself a video could name any file or address: only real containers are opened.
_CONTAINERS = "mov,mp4,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,asf,ogg,mxf,mp3,wav,flac,aac,aiff"
_pdfium = Lock()  # PDFium can't be used by two threads at once
# All that Pillow warns of is dealt with. Once for the process: filters are shared by its threads.
warnings.filterwarnings("ignore", module=r"PIL\.")


def image(file: IO[bytes]) -> Image.Image:
    """The image, yet to be decoded; raises what Pillow raises."""
    return Image.open(file, formats=IMAGE_FORMATS)


@contextmanager
def recording(file: IO[bytes]) -> Iterator[InputContainer]:
    """The video or sound, opened; raises what FFmpeg raises."""
    import av

    with av.open(file, "r", container_options={"format_whitelist": _CONTAINERS}) as container:
        yield container


@contextmanager
def pdf(file: IO[bytes]) -> Iterator[Any]:
    """The document, opened; raises what PDFium raises. Others wait meanwhile."""
    import pypdfium2

    with _pdfium, pypdfium2.PdfDocument(file) as document:
        yield document
