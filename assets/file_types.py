"""What a file is, by its content: its name may say anything."""

from __future__ import annotations

import re
from dataclasses import dataclass

import puremagic

from .models import MediaType

HEAD = 64 * 1024  # bytes that are looked at
_WEAK = 3  # bytes; shorter marks stand at the start of many a text


@dataclass(frozen=True)
class FileType:
    """A kind of file, with the extensions that are right for it, the usual one first."""

    media_type: MediaType
    content_type: str
    extensions: tuple[str, ...]
    family: str  # of types that begin with the same bytes: only a name tells them apart
    is_text: bool = False


def _table(*rows: tuple[MediaType, str, str]) -> dict[str, FileType]:
    """Extension → type. A row has the content type, with its family behind a blank, and the extensions."""
    known: dict[str, FileType] = {}
    for media_type, content_type, words in rows:
        name, _, family = content_type.partition(" ")
        extensions = tuple(words.split())
        kind = FileType(media_type, name, extensions, family or extensions[0], is_text=family == "text")
        known.update(dict.fromkeys(extensions, kind))
    return known


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = _table(
    (MediaType.IMAGE, "image/jpeg", "jpg jpeg jpe jfif"),
    (MediaType.IMAGE, "image/png", "png"),
    (MediaType.IMAGE, "image/gif", "gif"),
    (MediaType.IMAGE, "image/webp", "webp"),
    (MediaType.IMAGE, "image/tiff", "tiff tif"),
    (MediaType.IMAGE, "image/bmp", "bmp"),
    (MediaType.IMAGE, "image/avif", "avif"),
    (MediaType.IMAGE, "image/heif", "heic heif"),
    (MediaType.IMAGE, "image/jp2", "jp2"),
    (MediaType.IMAGE, "image/vnd.adobe.photoshop", "psd psb"),
    (MediaType.IMAGE, "image/svg+xml", "svg"),
    (MediaType.IMAGE, "image/x-icon", "ico"),
    (MediaType.IMAGE, "image/x-tga", "tga"),
    (MediaType.IMAGE, "application/postscript", "eps ps"),
    (MediaType.VIDEO, "video/mp4 mp4", "mp4 m4v"),
    (MediaType.VIDEO, "video/quicktime mp4", "mov"),
    (MediaType.VIDEO, "video/3gpp mp4", "3gp"),
    (MediaType.VIDEO, "video/webm matroska", "webm"),
    (MediaType.VIDEO, "video/x-matroska matroska", "mkv"),
    (MediaType.VIDEO, "video/x-msvideo", "avi"),
    (MediaType.VIDEO, "video/mpeg", "mpg mpeg vob"),
    (MediaType.VIDEO, "video/x-ms-wmv asf", "wmv asf"),
    (MediaType.VIDEO, "video/ogg ogg", "ogv"),
    (MediaType.AUDIO, "audio/mpeg", "mp3 mpga"),
    (MediaType.AUDIO, "audio/mp4 mp4", "m4a"),
    (MediaType.AUDIO, "audio/aac", "aac"),
    (MediaType.AUDIO, "audio/wav", "wav"),
    (MediaType.AUDIO, "audio/flac", "flac"),
    (MediaType.AUDIO, "audio/ogg ogg", "ogg oga opus"),
    (MediaType.AUDIO, "audio/x-ms-wma asf", "wma"),
    (MediaType.AUDIO, "audio/aiff", "aiff aif"),
    (MediaType.THREE_D, "model/gltf-binary", "glb"),
    (MediaType.THREE_D, "model/gltf+json text", "gltf"),
    (MediaType.THREE_D, "model/obj text", "obj"),
    (MediaType.DOCUMENT, "application/pdf", "pdf ai"),
    (MediaType.DOCUMENT, "application/zip zip", "zip"),
    (MediaType.DOCUMENT, f"{_OFFICE}wordprocessingml.document zip", "docx"),
    (MediaType.DOCUMENT, f"{_OFFICE}spreadsheetml.sheet zip", "xlsx"),
    (MediaType.DOCUMENT, f"{_OFFICE}presentationml.presentation zip", "pptx"),
    (MediaType.DOCUMENT, f"{_OPEN}text zip", "odt"),
    (MediaType.DOCUMENT, f"{_OPEN}spreadsheet zip", "ods"),
    (MediaType.DOCUMENT, f"{_OPEN}presentation zip", "odp"),
    (MediaType.DOCUMENT, "application/epub+zip zip", "epub"),
    (MediaType.DOCUMENT, "application/octet-stream zip", "key pages numbers sketch idml usdz"),
    (MediaType.DOCUMENT, "application/msword ole", "doc"),
    (MediaType.DOCUMENT, "application/vnd.ms-excel ole", "xls"),
    (MediaType.DOCUMENT, "application/vnd.ms-powerpoint ole", "ppt"),
    (MediaType.DOCUMENT, "application/octet-stream ole", "msg vsd pub"),
    (MediaType.DOCUMENT, "application/rtf", "rtf"),
    (MediaType.DOCUMENT, "text/html", "html htm"),
    (MediaType.DOCUMENT, "font/ttf", "ttf"),
    (MediaType.DOCUMENT, "font/otf", "otf"),
    (MediaType.DOCUMENT, "application/x-indesign", "indd"),
    (MediaType.DOCUMENT, "text/plain text", "txt text md log"),
    (MediaType.DOCUMENT, "text/csv text", "csv"),
    (MediaType.DOCUMENT, "application/json text", "json"),
    (MediaType.DOCUMENT, "application/xml text", "xml"),
)
_PROLOGUE = (
    rb"(?:\xef\xbb\xbf)?(?:<\?xml.*?\?>|<!--.*?-->|<!DOCTYPE\s+svg[^\[>]*+(?:\[[^\]]*\])?[^>]*>|\s+)*+"
)
# What puremagic doesn't know, or takes for something else.
_OWN_MARKS = {
    "glb": re.compile(rb"glTF[\x01\x02]\x00{3}"),
    "indd": re.compile(rb"\x06\x06\xed\xf5\xd8\x1d\x46\xe5"),
    "zip": re.compile(rb"PK\x03\x04"),
    "mp3": re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    "svg": re.compile(_PROLOGUE + rb"<svg[\s>:/]", re.DOTALL | re.IGNORECASE),
    "html": re.compile(
        _PROLOGUE + rb"<(!doctype\s+html|html|head|body|script|iframe)[\s>]", re.DOTALL | re.IGNORECASE
    ),
}


def recognised(head: bytes) -> list[FileType]:
    """The types whose marks the content bears, the likeliest first; none when it bears no known mark."""
    own = [TYPES[extension] for extension, mark in _OWN_MARKS.items() if mark.match(head)]
    if own:
        return own
    found = [match for match in _matches(head) if match.extension.lstrip(".") in TYPES]
    longest = max((len(match.byte_match) for match in found), default=0)
    return [TYPES[match.extension.lstrip(".")] for match in found if len(match.byte_match) == longest]


def is_text(head: bytes) -> bool:
    """Whether the content can be text: UTF-16 begins with its mark, anything else has no NUL."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def _matches(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    shortest = _WEAK if is_text(head) else 1
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return []
    return [match for match in found if match.offset >= 0 and len(match.byte_match) >= shortest]
