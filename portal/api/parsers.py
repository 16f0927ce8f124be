"""Reading bodies: the media types that real clients send, each limited in size."""

from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import unquote_to_bytes

import orjson
from django.http import QueryDict
from rest_framework.parsers import BaseParser, MultiPartParser

from .errors import BadBody

_NO_UTF_8 = "The body is not valid UTF-8."


class FormParser(BaseParser):
    """Form fields, in UTF-8."""

    media_type = "application/x-www-form-urlencoded"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> QueryDict:
        """The fields; BadBody when they are no UTF-8, RequestDataTooBig or TooManyFieldsSent."""
        body = _body(parser_context)
        try:
            unquote_to_bytes(body).decode()  # QueryDict would take other bytes for another encoding
        except UnicodeDecodeError as error:
            raise BadBody(_NO_UTF_8) from error
        return QueryDict(body, encoding="utf-8")


class MultipartParser(MultiPartParser):
    """Form fields and files, the former in UTF-8."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Fields and files; BadBody when a field is no UTF-8, for which Django puts U+FFFD."""
        parsed = super().parse(stream, media_type, parser_context)
        if any("\ufffd" in text for _, texts in parsed.data.lists() for text in texts):
            raise BadBody(_NO_UTF_8)
        return parsed


class JsonParser(BaseParser):
    """JSON in UTF-8 (RFC 8259 §8.1); refuses lone surrogates and deep nesting, which nothing can store."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value; BadBody says where it is wrong."""
        try:
            return orjson.loads(_body(parser_context))
        except orjson.JSONDecodeError as error:
            message = f"The body is not valid JSON: {error}."
            raise BadBody(message) from error


def _body(context: Mapping[str, Any] | None) -> bytes:
    # Django's own property: unlike the stream, it keeps to DATA_UPLOAD_MAX_MEMORY_SIZE.
    body: bytes = context["request"]._request.body if context else b""
    return body


PARSERS = (FormParser, JsonParser, MultipartParser)
