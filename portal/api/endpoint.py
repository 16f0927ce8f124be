"""How any endpoint behaves: authenticate → rate → access → handle → record."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from . import cors, throttling
from .access import Declaration
from .errors import InvalidRequest, InvalidToken
from .parsers import PARSERS
from .rendering import JsonRenderer

_RENDERER = JsonRenderer()
_HEADERS = {**cors.HEADERS, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class AlwaysJson(BaseContentNegotiation):
    """Real clients send any `Accept`, and always read JSON."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The parser of the body's content type; None leads to a 415."""
        essence = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == essence), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[JsonRenderer, str]:
        """JSON."""
        return _RENDERER, _RENDERER.media_type


class Endpoint(APIView):
    """The base of every endpoint. `access` says per method who may call it; the rest follows.

    A method's docstring opens with the vendor's name of the operation. `wire_names` translates the
    rules' names of fields where the wire has others, so that an error names what the client sent.
    """

    access: ClassVar[Declaration] = {}
    wire_names: ClassVar[Mapping[str, str]] = {}
    content_negotiation_class = AlwaysJson
    parser_classes = PARSERS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everything that must be true before the method's handler runs."""
        self.rate_headers: dict[str, str] = {}
        request.accepted_renderer, request.accepted_media_type = _RENDERER, _RENDERER.media_type
        if request.method == "OPTIONS":
            return
        address = request.META.get("REMOTE_ADDR", "")
        try:
            credential: Any = request.auth
        except (InvalidToken, InvalidRequest):
            self.rate_headers = throttling.count(address)
            raise
        if credential is not None:
            http_request: Any = request._request
            http_request.key_id = credential.key_id
            http_request.user_name = request.user.username
        self.rate_headers = throttling.count(credential.key_id if credential is not None else address)
        self.check_permissions(request)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Note the use of the credential, and say what every answer says."""
        response.accepted_renderer = _RENDERER
        response.accepted_media_type = _RENDERER.media_type
        response.renderer_context = {}  # type: ignore[attr-defined]
        for name, value in {**_HEADERS, **self.rate_headers}.items():
            response.headers[name] = value
        if response.status_code < 400 and request.method != "OPTIONS":
            credential: Any = request.auth
            if credential is not None:
                scope, address = getattr(request, "used_scope", ""), request.META.get("REMOTE_ADDR", "")
                credential.record_use(scope, address)
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """A browser's preflight; it carries no credentials."""
        return Response(status=204, headers=cors.PREFLIGHT_HEADERS)
