"""Every operation that the portal serves, read from the URLconf.

The preview, the token's page, the schema, the reference and the tests use it, so none of them can
disagree with what is really served.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import URLPattern, URLResolver, get_resolver

from . import documentation
from .access import Access
from .documentation import Documentation
from .endpoint import Endpoint


@dataclass(frozen=True)
class Operation:
    """One method of one path. `access` is None when the endpoint declares none."""

    method: str
    path: str
    access: Access | None
    view: type[Endpoint]

    @property
    def app(self) -> str:
        """The app that answers, as a heading."""
        return self.view.__module__.partition(".")[0].capitalize()

    @cached_property
    def label(self) -> str:
        """The vendor's name of the operation: the first line of the method's docstring."""
        return self._docstring.partition("\n")[0].rstrip(".")

    @property
    def explanation(self) -> str:
        """What the docstring says beyond the name."""
        return self._docstring.partition("\n\n")[2]

    @property
    def documentation(self) -> Documentation:
        """What the method says of its wire."""
        return documentation.of(self.view, self.method)

    @property
    def _docstring(self) -> str:
        return inspect.getdoc(getattr(self.view, self.method.lower())) or ""

    def is_open_to(self, scopes: frozenset[str], permissions: frozenset[str]) -> bool:
        """Whether a valid credential with these scopes and permissions may call it."""
        if self.access is None:
            return False
        met = (requirement.is_met_by(scopes, permissions) for requirement in self.access.requirements)
        return not self.access.requirements or any(met)

    def needs(self, scope: str) -> bool:
        """Whether `scope` is one of the ways in."""
        return self.access is not None and scope in {r.scope for r in self.access.requirements}


@lru_cache(maxsize=1)
def all_operations() -> tuple[Operation, ...]:
    """Every documented operation, in the order of the URLconf."""
    return tuple(
        Operation(method.upper(), path, view.access.get(method.upper()), view)
        for path, view in _endpoints(get_resolver().url_patterns, "/")
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(view, method)
    )


def _endpoints(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, type[Endpoint]]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _endpoints(pattern.url_patterns, path)
        elif pattern.name and issubclass(view := getattr(pattern.callback, "cls", object), Endpoint):
            yield path.replace("<str:", "{").replace("<", "{").replace(">", "}"), view
