"""Structured logs: one JSON object a line, one line a request, never a secret."""

import logging
import re
from datetime import UTC, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from . import API_PREFIXES

logger = logging.getLogger("portal.request")
# Longer than any word that a reader needs, shorter than any secret: a token in a path stays out too.
_LONG_WORD = re.compile(r"\w{50,}")

# Arguments in paths that are secrets: the links of password mails, downloads and shares.
_SECRET = frozenset({"token", "link"})

# No line has these, and collecting them takes half the time of a line (logging HOWTO, Optimization).
logging._srcfile = None
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message, what a request's line adds, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **getattr(record, "request_line", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        text = orjson.dumps(line, default=str, option=orjson.OPT_OMIT_MICROSECONDS).decode()
        # The only free text in a request's line is the path, which is masked already.
        return text if hasattr(record, "request_line") and not record.exc_info else _LONG_WORD.sub("…", text)


class FaultsOnly(logging.Filter):
    """Keeps what went wrong unexpectedly. That an answer is a refusal, its request's line says already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether there is a traceback."""
        return record.exc_info is not None


def log_request(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    """Write the request's line. The query string stays out: it may hold what it shouldn't."""
    if not logger.isEnabledFor(logging.INFO):
        return
    line = {
        "request_id": request.request_id,  # type: ignore[attr-defined]
        "method": request.method,
        "path": _path(request),
        "status": response.status_code,
        "ms": round(milliseconds, 1),
        "address": request.META.get("REMOTE_ADDR"),
        "key_id": getattr(request, "key_id", None),
        "user": getattr(request, "user_name", None),
    }
    logger.info("request", extra={"request_line": line})


def _message(record: logging.LogRecord) -> str:
    """What the record says; Django's name the path of a request in clear."""
    text, request = record.getMessage(), getattr(record, "request", None)
    return text.replace(request.path, _path(request)) if isinstance(request, HttpRequest) else text


def _path(request: HttpRequest) -> str:
    """The path, without what may be a secret: its route, or where it begins if it leads nowhere."""
    match, path = request.resolver_match, request.path_info
    if match is not None and not _SECRET.isdisjoint(match.kwargs):
        return f"/{match.route}"
    if match is None and not path.startswith(API_PREFIXES):
        first, *others = path.strip("/").split("/")
        return f"/{first}/…" if others else path
    return _LONG_WORD.sub("…", path) if len(path) > 50 else path
