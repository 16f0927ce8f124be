"""System checks of the pages."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from .page import Page


@register()
def every_page_declares_its_permission(**kwargs: Any) -> list[CheckMessage]:
    """An undeclared page is refused to everybody; better to hear of it here."""
    return [
        Error(
            f"{view.__name__} declares no permission",
            hint="Set permission_required to a permission, or to SIGNED_IN for every active user.",
            obj=view,
            id="portal.pages.E001",
        )
        for view in all_pages()
        if view.permission_required is None
    ]


def all_pages() -> Iterator[type[Page]]:
    """Every page that the URLconf serves."""
    yield from _pages(get_resolver().url_patterns)


def _pages(patterns: list[URLPattern | URLResolver]) -> Iterator[type[Page]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern.url_patterns)
        elif issubclass(view := getattr(pattern.callback, "view_class", object), Page):
            yield view
