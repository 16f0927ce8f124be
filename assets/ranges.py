"""A file over HTTP, whole or the one range that was asked for: RFC 9110, sections 13 and 14."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import IO, Any

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

_RANGE = re.compile(r"(\d{0,99})-(\d{0,99})")
_BLOCK = 64 * 1024


class _Part:
    """What a response reads of a file: some of its bytes, once, in order."""

    def __init__(self, file: IO[bytes] | File, part: range) -> None:
        self._file, self._left = file, len(part)
        file.seek(part.start)

    def read(self, size: int) -> bytes:
        """The next bytes, `size` at most."""
        block: bytes = self._file.read(min(size, self._left))
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Close the file, however far it was read."""
        self._file.close()


def answer(
    request: HttpRequest,
    file: IO[bytes] | File,
    *,
    size: int,
    etag: str,
    most: int | None = None,
    **named: Any,
) -> HttpResponseBase:
    """The file, a part of it, or that the client has it already or asks for bytes that aren't there.

    `most` is how much is sent of a range that leaves its end open. `named`: as for Django's FileResponse.
    """
    response = get_conditional_response(request, etag=etag) or _satisfied(
        request, file, size, _asked(request, size, etag, most), named
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    if not response.streaming:
        file.close()
    return response


def begins(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer has the first byte, or leads to it: it isn't looked at only, or gone on with."""
    if request.method != "GET":
        return False
    if response.status_code == HTTPStatus.FOUND:  # the storage will answer as it is asked
        return not re.match(r"bytes=\s*(0*[1-9]|-)", request.headers.get("Range", ""), re.IGNORECASE)
    sent = response.headers.get("Content-Range", "bytes 0-")
    return response.status_code < HTTPStatus.MULTIPLE_CHOICES and sent.startswith("bytes 0-")


def _satisfied(
    request: HttpRequest, file: IO[bytes] | File, size: int, asked: range | None, named: dict[str, Any]
) -> HttpResponseBase:
    if asked is not None and not asked:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = range(size) if asked is None else asked
    response = FileResponse(_Part(file, part), **named)
    response.block_size = _BLOCK
    response.headers["Content-Length"] = str(len(part))
    if asked is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def _asked(request: HttpRequest, size: int, etag: str, most: int | None) -> range | None:
    """The bytes that are asked for, perhaps none; None for the whole file.

    That is also the answer to several ranges, and to what isn't understood or for another state of the file.
    """
    unit, _, ranges = request.headers.get("Range", "").partition("=")
    found = [text for text in map(str.strip, ranges.split(",")) if text]
    match = _RANGE.fullmatch(found[0]) if len(found) == 1 and unit.lower() == "bytes" else None
    is_current = request.headers.get("If-Range", etag) == etag
    if request.method != "GET" or match is None or not any(match.groups()) or not is_current:
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    end = int(last) + 1 if last else int(first) + (most or size)
    return range(int(first), min(end, size))
