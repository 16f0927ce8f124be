"""Doing something to assets of a table: the one whose button was pressed, or those that were selected."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.requests import PageRequest
from assets.models.media import MediaQuerySet
from portal.pages.page import Page


class Chosen(Page):
    """Does something to the `only` asset, or to those that were selected; then it is back to the list."""

    list_name: ClassVar[str]  # of the list's URL

    def get(self, request: PageRequest) -> HttpResponse:
        """To the list: what was selected is forgotten after signing in again."""
        return redirect(self.list_name)

    def rows(self, user: User) -> MediaQuerySet:
        """What the list shows `user`."""
        raise NotImplementedError

    def chosen(self, request: PageRequest) -> MediaQuerySet:
        """Those of the chosen assets that are still there."""
        identifiers = request.POST.getlist("only") or request.POST.getlist("assets")
        return self.rows(request.user).with_ids(identifiers)

    def back(self, request: PageRequest, number: int, done: str) -> HttpResponseRedirect:
        """To the list, narrowed as it was, with how many assets it was done to."""
        if number:
            messages.success(request, f"{counted(number)} {done}.")
        else:
            messages.error(request, f"Nothing was {done}: select at least one asset that is still here.")
        return to_list(self.list_name, QueryDict(request.POST.get("back", "")))


def to_list(name: str, query: QueryDict) -> HttpResponseRedirect:
    """To the list with this name of its URL, narrowed by the query."""
    address = reverse(name)
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)


def counted(number: int) -> str:
    """The number with its noun."""
    return f"{number} asset" if number == 1 else f"{number} assets"
