"""Paths of endpoints: both slash forms of each answer directly."""

from django.urls import URLPattern, path

from .endpoint import Endpoint


def endpoint(route: str, view: type[Endpoint], name: str = "") -> list[URLPattern]:
    """URL patterns for `route` with and without the slash at its end; the one given is documented.

    Without a name it is only another form of a documented path.

    A redirect would turn a POST into a GET without a body, so there is none.
    """
    other = route.removesuffix("/") if route.endswith("/") else f"{route}/"
    handler = view.as_view()
    return [path(route, handler, name=name or None), path(other, handler)]
