"""How many requests a caller may make: fixed windows, counted in the cache.

Exact across machines with Redis, per process without. The headers are those of the IETF draft
"RateLimit header fields for HTTP"; the vendor documents the limit but no headers.
"""

import time

from django.conf import settings
from django.core.cache import cache

from .errors import RateLimited


def count(subject: str) -> dict[str, str]:
    """Count a request of `subject`; its `RateLimit-*` headers, or RateLimited if it is one too many."""
    limit, window = settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS
    number, elapsed = divmod(int(time.time()), window)
    key = f"rate:{subject}:{number}"
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1 if cache.add(key, 1, timeout=window + 1) else cache.incr(key)
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - used)),
        "RateLimit-Reset": str(window - elapsed),
    }
    if used > limit:
        raise RateLimited({**headers, "Retry-After": headers["RateLimit-Reset"]})
    return headers
