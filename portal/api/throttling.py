"""How often something may happen: the requests of a caller, counted in fixed windows, and what is seldom.

Exact across machines with Redis, per process without; while Redis is away, nothing fails. The headers
are those of the IETF draft "RateLimit header fields for HTTP"; the vendor documents the limit but no headers.
"""

import logging
import threading
import time
from collections import Counter
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError

from .errors import RateLimited

logger = logging.getLogger(__name__)


class Window:
    """This process's counts of the present window; a cache would pickle each of them twice a request."""

    MOST_SUBJECTS = 100_000  # then all begin anew, so that many addresses can't fill the memory

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._counts: Counter[str] = Counter()

    def add(self, subject: str, number: int) -> int:
        """Count a request of `subject` in window `number`; how many it has made there."""
        with self._lock:
            if number != self._number or len(self._counts) > self.MOST_SUBJECTS:
                self._number, self._counts = number, Counter()
            self._counts[subject] += 1
            return self._counts[subject]

    def forget(self) -> None:
        """Begin anew, as a fresh process does."""
        with self._lock:
            self._counts.clear()


this_process = Window()


def network_of(request: HttpRequest) -> str:
    """Whom to count a request for when nothing else is known of its caller: their address of the network.

    Of IPv6 the /64, which is the least that anybody is given: they may come from any address in it.
    """
    text: str = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:  # a socket of the machine's own
        return text
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((int(address), 64), strict=False))
    return text


def count(subject: str) -> dict[str, str]:
    """Count a request of `subject`; its `RateLimit-*` headers, or RateLimited if it is one too many.

    A counter that doesn't answer limits nobody: the API goes on, without the headers.
    """
    limit, window = settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS
    number, elapsed = divmod(int(time.time()), window)
    try:
        used = _shared(subject, number, window) if settings.REDIS_URL else this_process.add(subject, number)
    except RedisError:
        logger.warning("the cache doesn't answer, so requests aren't counted")
        return {}
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - used)),
        "RateLimit-Reset": str(window - elapsed),
    }
    if used > limit:
        raise RateLimited({**headers, "Retry-After": headers["RateLimit-Reset"]})
    return headers


def is_first(what: str, *, in_seconds: int, if_unknown: bool) -> bool:
    """Whether `what` hasn't happened for so long; it has now. `if_unknown`: the answer without a cache."""
    try:
        return bool(cache.add(what, True, timeout=in_seconds))
    except RedisError:
        return if_unknown


def seconds_to_wait(what: str, *, most: int, in_seconds: int) -> int:
    """Count that `what` happens; how long it must wait instead if it has happened so often in this window.

    A counter that doesn't answer makes nobody wait.
    """
    number, elapsed = divmod(int(time.time()), in_seconds)
    try:
        used = _shared(what, number, in_seconds)
    except RedisError:
        return 0
    return in_seconds - elapsed if used > most else 0


def _shared(subject: str, number: int, seconds: int) -> int:
    """The same as `Window.add`, in the cache, for a window of so many seconds."""
    key = f"rate:{subject}:{number}"
    try:
        return int(cache.incr(key))
    except ValueError:
        added = cache.add(key, 1, timeout=seconds + 1)
        return 1 if added else int(cache.incr(key))
