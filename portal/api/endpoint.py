"""How any endpoint behaves: authenticate → rate → access → handle → record."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from . import cors, lengths, throttling
from .access import Declaration
from .credentials import Credential
from .errors import InvalidRequest, InvalidToken
from .parsers import PARSERS
from .rendering import Response, add_headers

_HEADERS = {**cors.HEADERS, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class AlwaysJson(BaseContentNegotiation):
    """Real clients send any `Accept`, and always read JSON: no renderer is ever chosen."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The parser of the body's content type; None leads to a 415."""
        essence = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == essence), None)


class Endpoint(APIView):
    """The base of every endpoint. `access` says per method who may call it; the rest follows.

    A method's docstring opens with the vendor's name of the operation. `wire_names` translates the
    rules' names of fields where the wire has others, so that an error names what the client sent.
    """

    access: ClassVar[Declaration] = {}
    wire_names: ClassVar[Mapping[str, str]] = {}
    content_negotiation_class = AlwaysJson
    parser_classes = PARSERS
    default_response_headers = _HEADERS
    credential: Credential | None = None
    used_scope = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """HEAD is GET. Django would set this on each view object, as a reference cycle."""
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "get"):
            cls.head = cls.get  # type: ignore[attr-defined]

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """DRF's request. Parsers and authenticators are made once: they keep nothing of a request."""
        return Request(request, **_readers())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everything that must be true before the method's handler runs."""
        http_request: Any = request._request
        if http_request.method == "OPTIONS":
            return
        lengths.measure(http_request)
        try:
            # `request.auth` would do this by way of an exception, which takes 4 µs longer.
            request._authenticate()  # type: ignore[attr-defined]
            credential: Any = request.auth
        except (InvalidToken, InvalidRequest):
            self._count(throttling.network_of(http_request))
            raise
        if credential is None:
            self._count(throttling.network_of(http_request))
        else:
            self.credential = credential
            http_request.key_id = credential.key_id
            http_request.user_name = request.user.username
            self._count(credential.key_id)
        self.check_permissions(request)

    def _count(self, caller: str) -> None:
        self.headers = {**_HEADERS, **throttling.count(caller)}

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Note the use of the credential, and say what every answer says."""
        add_headers(response, self.headers)
        # The last reference cycle. Without it, a request is freed at once, not by the garbage collector.
        request.parser_context.clear()
        if self.credential is not None and response.status_code < 400:
            self.credential.record_use(self.used_scope, request._request.META.get("REMOTE_ADDR", ""))
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A browser's preflight; it carries no credentials."""
        return Response(status=204, headers=cors.PREFLIGHT_HEADERS)


@cache
def _readers() -> dict[str, Any]:
    authentication: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    return {
        "parsers": [each() for each in PARSERS],
        "authenticators": [each() for each in authentication],
        "negotiator": AlwaysJson(),
    }
