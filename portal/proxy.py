"""Who the caller is when proxies stand in front."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def trusting_proxies(application: Application, count: int) -> Application:
    """`application` with REMOTE_ADDR as the nearest `count` proxies report it, counted from the right.

    Whatever stands further left in X-Forwarded-For was written by the client and isn't believed.
    """
    if not count:
        return application

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= count and _is_address(hops[-count]):
            environ["REMOTE_ADDR"] = hops[-count]
        return application(environ, start_response)

    return wrapped


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
