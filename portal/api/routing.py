"""Paths of endpoints: both slash forms of each answer directly."""

from django.urls import URLPattern, path

from .endpoint import Endpoint


def endpoint(route: str, view: type[Endpoint], name: str) -> list[URLPattern]:
    """URL patterns for `route` with and without the slash at its end; the one given is documented.

    A redirect would turn a POST into a GET without a body, so there is none.
    """
    other = route.removesuffix("/") if route.endswith("/") else f"{route}/"
    handler = view.as_view()
    return [path(route, handler, name=name), path(other, handler)]
