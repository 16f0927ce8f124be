"""The main navigation and the settings tree. Who may open a page sees the entry that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import resolve, reverse

from accounts.models import User
from assets.models import Media
from portal.pages.listing import capped
from portal.pages.page import Page, feature_is_on, may_open

MOST = 99  # the largest number that the menu shows


@dataclass(frozen=True)
class Entry:
    """A page of the tree, by the name of its URL."""

    label: str
    url_name: str
    icon: str
    about: str = ""  # what is done there, on the page of all settings
    awaiting: Callable[[User], QuerySet[Any]] | None = None  # what somebody has to look at there

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)

    @property
    def view(self) -> type[Page]:
        """The page that answers there; what it declares decides who sees the entry."""
        return resolve(self.url).func.view_class  # type: ignore[attr-defined,no-any-return]

    def is_visible(self, request: HttpRequest) -> bool:
        """Whether the user may open the page, and its feature is on."""
        view = self.view
        return may_open(view, request) and (view.feature is None or feature_is_on(request, view.feature))

    def number_for(self, user: User) -> str:
        """The number as the menu shows it; nothing when there is nothing to look at."""
        return capped(self.awaiting(user), MOST) if self.awaiting else ""


@dataclass(frozen=True)
class Section:
    """A heading of the tree."""

    label: str
    entries: tuple[Entry | Section, ...]


MAIN = (
    Entry("Assets", "assets", "images"),
    Entry("Collections", "collections", "folders"),
    Entry("Waiting room", "waiting-room", "hourglass", awaiting=Media.objects.approvable_by),
    Entry("Trash", "trash", "trash-2"),
    Entry("Settings", "settings", "settings"),
)
TREE: tuple[Entry | Section, ...] = (
    Section(
        "Asset bank",
        (
            Entry(
                "Metaproperties",
                "metaproperties",
                "tags",
                "The fields that describe assets, and their options",
            ),
            Entry("Smartfilters", "smartfilters", "list-filter", "Headings for the filters of assets"),
            Entry("Brands", "brands", "award", "Brands and sub-brands that assets belong to"),
            Entry("Derivatives", "derivatives", "crop", "The sizes in which assets are offered"),
        ),
    ),
    Section(
        "Users & rights",
        (
            Entry("User management", "users", "users", "Who may sign in, and with which profile"),
            Entry("Permission management", "profiles", "shield-check", "What each profile may do"),
        ),
    ),
    Section(
        "Advanced settings",
        (
            Section(
                "Portal settings",
                (Entry("Permanent tokens", "tokens", "key-round", "Access to the API for machines"),),
            ),
            Entry("Audit log", "audit-log", "scroll-text", "Who did what, when and from where"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The portal's name for every page, and the ways on for those who are signed in."""
    context: dict[str, Any] = {
        "portal_name": settings.PORTAL_NAME,
        "support_contact": settings.SUPPORT_CONTACT,
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context["main_navigation"] = _visible(MAIN, request, user)
        context["settings_tree"] = _visible(TREE, request, user)
    return context


def _visible(nodes: Sequence[Entry | Section], request: HttpRequest, user: User) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    for node in nodes:
        if isinstance(node, Section):
            if children := _visible(node.entries, request, user):
                result.append({"label": node.label, "children": children})
        elif node.is_visible(request):
            here = request.path.startswith(node.url)
            shown = {"label": node.label, "url": node.url, "icon": node.icon, "about": node.about}
            # The template asks for the number, so that parts of pages, which have no menu, don't.
            number = partial(node.number_for, user)
            result.append({**shown, "is_current": here, "number": number})
    return result
