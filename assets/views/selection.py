"""Doing something to the assets that were selected in the list."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import selection
from assets.models import Collection, Media
from assets.models.media import KEPT_IN_TRASH, MediaQuerySet
from portal.audit.record import Door
from portal.pages.page import Page


class Selected(Page):
    """Does one thing to `assets`, and says to how many; then it is back to the list as it was."""

    list_name = "assets"  # of the list's URL

    def get(self, request: PageRequest) -> HttpResponse:
        """To the list: what was selected is gone after signing in again."""
        return redirect(self.list_name)

    def post(self, request: PageRequest) -> HttpResponse:
        """Back to the list, with what was done or why not."""
        chosen = list(self.chosen(request))
        if not chosen:
            messages.error(request, "Nothing was done: select at least one asset that is still there.")
            return self.back(request)
        try:
            messages.success(request, self.act(request, chosen))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except PermissionDenied as denied:
            messages.error(request, str(denied))
        return self.back(request)

    def chosen(self, request: PageRequest) -> MediaQuerySet:
        """Those of them that the person may see."""
        rows: MediaQuerySet = Media.objects.visible_to(request.user)
        return rows.with_ids(request.POST.getlist("assets"))

    def back(self, request: PageRequest) -> HttpResponseRedirect:
        """To the list, narrowed as it was."""
        query, address = QueryDict(request.POST.get("back", "")).urlencode(), reverse(self.list_name)
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def act(self, request: PageRequest, chosen: Sequence[Media]) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError


class Tag(Selected):
    """Add tags."""

    permission_required = Permission.EDIT_ASSETS

    def act(self, request: PageRequest, chosen: Sequence[Media]) -> str:
        """The tags are separated by commas."""
        names = [name.strip() for name in request.POST.get("tags", "").split(",") if name.strip()]
        number = selection.tag(chosen, names, by=request.user, door=Door.page(request))
        return f"{counted(number)} now {'has' if number == 1 else 'have'} {', '.join(names)}."


class Collect(Selected):
    """Put into a collection, or into a new one."""

    permission_required = Permission.MANAGE_COLLECTIONS

    def act(self, request: PageRequest, chosen: Sequence[Media]) -> str:
        """The id of a collection, or the name of a new one."""
        identifier = request.POST.get("collection", "")
        editable = Collection.objects.editable_by(request.user)
        collection = editable.with_id(identifier).first() if identifier else None
        if identifier and collection is None:
            raise ValidationError("That collection is gone, or you can't change it any more.")
        collection, added = selection.collect(
            chosen,
            by=request.user,
            door=Door.page(request),
            collection=collection,
            name=request.POST.get("name", ""),
        )
        known = len(chosen) - added
        already = f" {counted(known)} {'was' if known == 1 else 'were'} in it already." if known else ""
        return f"{counted(added)} added to {collection}.{already}"


class Delete(Selected):
    """Move to the trash."""

    permission_required = Permission.DELETE_ASSETS

    def act(self, request: PageRequest, chosen: Sequence[Media]) -> str:
        """From where they can be restored."""
        number = selection.delete(chosen, by=request.user, door=Door.page(request))
        return f"{counted(number)} moved to the trash, to be restored within {KEPT_IN_TRASH.days} days."


def counted(number: int) -> str:
    """The number with its noun."""
    return f"{number} asset" if number == 1 else f"{number} assets"
