"""JSON, written fast and at once: the only format of the API, whatever the client says it accepts."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer


class Response(HttpResponse):
    """`data` as JSON; without data there is no body.

    DRF's own response carries the data and is rendered later, through a template's machinery, to
    let a renderer be chosen; here there is nothing to choose, and that takes a tenth of a request.
    """

    def __init__(
        self, data: Any = None, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        content = b"" if data is None else orjson.dumps(data)
        super().__init__(content, content_type="application/json", status=status)
        if data is None:
            # PHP clients read the Content-Type even of an empty answer: older SDKs fail without one, and
            # connectors built on them take the answer for success only if it is this.
            self.headers["Content-Type"] = "text/html"
        else:
            # Without it a server sends chunks, and one more packet to say that they have ended.
            self.headers["Content-Length"] = str(len(content))
        add_headers(self, headers or {})


def created(identifier: str = "", *, headers: Mapping[str, str] | None = None) -> Response:
    """The vendor's answer to what was made, with its id, and to most of what was changed, without one."""
    status = {"message": "Created", "statuscode": 201}
    return Response({**status, "id": identifier} if identifier else status, status=201, headers=headers)


def accepted() -> Response:
    """The vendor's answer to the other changes."""
    return Response({"message": "Accepted", "statuscode": 202}, status=202)


class JsonRenderer(BaseRenderer):
    """Tells DRF and the schema that `Response` is JSON."""

    media_type = "application/json"
    format = "json"
    charset = None


def add_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> None:
    """Add headers whose values are ours: Django would check each character, which takes a µs a header."""
    response.headers._store.update({name.lower(): (name, value) for name, value in headers.items()})
