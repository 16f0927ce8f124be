"""Answers API paths by itself, and writes one log line for every request."""

import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from . import API_PREFIXES, cors, request_ids
from .errors import body
from .logs import log_request
from .rendering import Response

UNKNOWN_HOST = "The portal doesn't answer under this name. Its operator can add it to ALLOWED_HOSTS."
KNOWN_HOSTS = 1000
# The vendor's Java SDK posts a file's chunks to the root of the host, whatever path it is given. A
# browser reads the same address with GET, and that stays a page.
ROOT_POST = "/api/upload/chunk/"
logger = logging.getLogger(__name__)
_resolve = lru_cache(maxsize=1024)(resolve)  # a twentieth of a request, and clients repeat their paths
# Pairs of headers that passed Django's check of the host, which is slow.
_known_hosts: set[tuple[str | None, str | None]] = set()


class ApiMiddleware:
    """The outermost middleware.

    An API path is resolved and answered here, so that sessions, CSRF, messages and templates cost
    it nothing and can't touch it; any other path goes through the middleware below.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, with its request id."""
        started = time.perf_counter()
        request_id = request.request_id = request_ids.of(request)  # type: ignore[attr-defined]
        if request.method == "POST" and request.path_info == "/":
            request.path_info = ROOT_POST
        elif "//" in request.path_info:
            request.path_info = _with_single_slashes(request.path_info)
        answer = _answer if request.path_info.startswith(API_PREFIXES) else self.get_response
        response = answer(request)
        if response.status_code >= 400 and _has_unread_body(request):
            # The server closes such a connection, so the client must be told.
            response.headers["Connection"] = "close"
        response.headers[request_ids.HEADER] = request_id
        log_request(request, response, (time.perf_counter() - started) * 1000)
        return response


def _with_single_slashes(path: str) -> str:
    """The API's path that is meant, where a client joins a base and a path that bring a slash each."""
    single = re.sub("//+", "/", path)
    return single if single.startswith(API_PREFIXES) else path


def _has_unread_body(request: Any) -> bool:
    has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
    is_runserver = request.META.get("SERVER_SOFTWARE", "").startswith("WSGIServer")  # refuses the header
    return has_body and not request._read_started and not is_runserver


def _answer(request: HttpRequest) -> HttpResponse:
    if request.encoding is not None:
        request.encoding = "utf-8"  # the API's only one, whatever a client's content type says
    if not _is_for_us(request):
        return _error(request, 400, "invalid_request", UNKNOWN_HOST)
    if "\0" in request.path_info:
        return _error(request, 404, "not_found", "There is nothing at this path.")
    try:
        view, args, kwargs = _resolve(request.path_info)
    except Resolver404:
        return _error(request, 404, "not_found", "There is nothing at this path.")
    try:
        response: HttpResponse = view(request, *args, **kwargs)
    except Exception:
        logger.exception("unexpected error", extra={"request_line": {"request_id": request.request_id}})  # type: ignore[attr-defined]
        return _error(request, 500, "server_error", "Something went wrong on our side.")
    return response


def _is_for_us(request: HttpRequest) -> bool:
    """Whether the request is for a name that ALLOWED_HOSTS has."""
    host = request.META.get("HTTP_X_FORWARDED_HOST"), request.META.get("HTTP_HOST")
    if host in _known_hosts:
        return True
    try:
        request.get_host()
    except DisallowedHost:
        return False
    if len(_known_hosts) < KNOWN_HOSTS:
        _known_hosts.add(host)
    return True


def _error(request: HttpRequest, status: int, error: str, message: str) -> HttpResponse:
    content = body(status, error, message, request.request_id)  # type: ignore[attr-defined]
    return Response(content, status=status, headers=cors.HEADERS)
