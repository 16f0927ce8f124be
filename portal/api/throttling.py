"""How many requests a caller may make: fixed windows, counted in the cache.

Exact across machines with Redis, per process without. The headers are those of the IETF draft
"RateLimit header fields for HTTP"; the vendor documents the limit but no headers.
"""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from redis import RedisError

from .errors import RateLimited

logger = logging.getLogger(__name__)


def count(subject: str) -> dict[str, str]:
    """Count a request of `subject`; its `RateLimit-*` headers, or RateLimited if it is one too many.

    A counter that doesn't answer limits nobody: the API goes on, without the headers.
    """
    limit, window = settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS
    number, elapsed = divmod(int(time.time()), window)
    try:
        used = _increment(f"rate:{subject}:{number}", window + 1)
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


def _increment(key: str, timeout: int) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1 if cache.add(key, 1, timeout=timeout) else int(cache.incr(key))
