"""Reading multipart bodies as they come in (RFC 7578, RFC 2046 §5.1.1).

Django takes a part without a file name for text and so destroys what is binary, but that is how the
vendor's clients send the chunks of their files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.http import parse_header_parameters

from .errors import BadBody, TooLarge

_BLOCK = 64 * 1024
_LONGEST_HEADERS = 8 * 1024
_LONGEST_BOUNDARY = 200
_MOST_PARTS = 100  # beside a file, the vendor's forms have ten


class Readable(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


@dataclass(frozen=True)
class Part:
    """A part. Its content can be read once, before the next part is asked for."""

    name: str
    content: Iterator[bytes]

    def text(self, longest: int = 16 * 1024) -> str:
        """The content of a short field; a Problem when it is longer."""
        content = b""
        for block in self.content:
            content += block
            if len(content) > longest:
                raise BadBody(f"The field {self.name[:60]} is too long.")
        return content.decode(errors="replace")


def parts(stream: Readable, content_type: str, *, limit: int) -> Iterator[Part]:
    """The parts of a `multipart/form-data` body, whether they have file names or not.

    A Problem when the body is malformed or ends early; TooLarge when it has more than `limit` bytes.
    """
    kind, options = parse_header_parameters(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= _LONGEST_BOUNDARY or not boundary.isascii():
        raise BadBody("Send multipart/form-data with a boundary.")
    body = _Body(stream, boundary.encode(), limit)
    yield from body.parts()


class _Body:
    """A body as it is read. At most a block and a delimiter of it are in memory."""

    def __init__(self, stream: Readable, boundary: bytes, limit: int) -> None:
        self._stream = stream
        self._delimiter = b"\r\n--" + boundary
        self._left = self._limit = limit
        self._buffer = b"\r\n"  # so that the first delimiter looks like the others

    def parts(self) -> Iterator[Part]:
        _skip(self._content())  # the preamble
        number = 0
        while (ending := self._take(2)) == b"\r\n":
            number += 1
            if number > _MOST_PARTS:
                raise BadBody(f"The body has more than {_MOST_PARTS} parts.")
            part = Part(self._name(), self._content())
            yield part
            _skip(part.content)
        if ending != b"--":
            raise BadBody("A boundary is followed by neither a part nor the end.")

    def _name(self) -> str:
        headers = self._until(b"\r\n\r\n", _LONGEST_HEADERS).decode(errors="replace")
        for line in headers.split("\r\n"):
            name, _, value = line.partition(":")
            if name.strip().lower() == "content-disposition":
                return parse_header_parameters(value.strip())[1].get("name", "")
        raise BadBody("A part has no Content-Disposition.")

    def _content(self) -> Iterator[bytes]:
        """The bytes before the next delimiter, which is taken out too."""
        kept = len(self._delimiter) - 1  # a delimiter may have come in by halves
        while (end := self._buffer.find(self._delimiter)) < 0:
            if len(self._buffer) > kept:
                block, self._buffer = self._buffer[:-kept], self._buffer[-kept:]
                yield block
            self._fill()
        block, self._buffer = self._buffer[:end], self._buffer[end + len(self._delimiter) :]
        if block:
            yield block

    def _until(self, mark: bytes, longest: int) -> bytes:
        while (end := self._buffer.find(mark)) < 0:
            if len(self._buffer) > longest:
                raise BadBody("A part's headers are too long.")
            self._fill()
        found, self._buffer = self._buffer[:end], self._buffer[end + len(mark) :]
        return found

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def _fill(self) -> None:
        block = self._stream.read(_BLOCK)
        if not block:
            raise BadBody("The body ended before it was complete.")
        self._left -= len(block)
        if self._left < 0:
            raise TooLarge(self._limit)
        self._buffer += block


def _skip(content: Iterator[bytes]) -> None:
    for _ in content:
        pass
