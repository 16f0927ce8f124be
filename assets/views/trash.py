"""The trash: what was deleted and can still be restored."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import selection, trash
from assets.forms.browsing import NameFilter
from assets.models import Media
from assets.models.media import KEPT_IN_TRASH, MediaQuerySet
from portal.audit.record import Door
from portal.pages.listing import Listing
from portal.pages.page import Page

from .browsing import UNSEEN
from .selection import counted


class Trash(Listing):
    """Deleted assets, the latest first, with the days that are left."""

    request: PageRequest
    permission_required = Permission.VIEW_TRASH
    model = Media
    template_name = "assets/trash.html"
    filter_form = NameFilter
    default_sort = "-removed"
    sorts: ClassVar = {
        "-removed": ("-removed_at", "-id"),
        "removed": ("removed_at", "id"),
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
    }
    paginate_by = 48

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By a part of the name."""
        rows = (
            Media.objects.in_trash_visible_to(self.request.user).select_related("removed_by").defer(*UNSEEN)
        )
        return rows.filter(name__icontains=filters["search"]) if filters.get("search") else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`kept_for`, in days, and whether the person `may_end` that: restore, or delete for good."""
        return super().get_context_data(
            kept_for=KEPT_IN_TRASH.days,
            may_end=self.request.user.has_perm(Permission.DELETE_ASSETS),
            **kwargs,
        )


class Chosen(Page):
    """Does something to assets in the trash: the `only` one, or those that were selected."""

    permission_required = Permission.DELETE_ASSETS

    def get(self, request: PageRequest) -> HttpResponse:
        """To the trash: what was selected is forgotten after signing in again."""
        return redirect("trash")

    def chosen(self, request: PageRequest) -> MediaQuerySet:
        """Those of them that are still there."""
        identifiers = request.POST.getlist("only") or request.POST.getlist("assets")
        rows: MediaQuerySet = Media.objects.in_trash_visible_to(request.user)
        return rows.with_ids(identifiers)


class Restore(Chosen):
    """Bring assets back as they were."""

    def post(self, request: PageRequest) -> HttpResponse:
        """Back to the trash, with how many are restored."""
        number = selection.restore(self.chosen(request), by=request.user, door=Door.page(request))
        if number:
            messages.success(request, f"{counted(number)} restored.")
        else:
            messages.error(request, "Nothing was restored: select at least one asset that is still here.")
        return redirect("trash")


class Purge(Chosen):
    """Delete assets for good, once it is `confirmed`."""

    def post(self, request: PageRequest) -> HttpResponse:
        """What would be lost; then back to the trash, with how many are gone."""
        chosen = self.chosen(request).order_by("name", "id").defer(*UNSEEN)
        if "confirmed" not in request.POST and (media := list(chosen)):
            context = {"assets": media, "losses": trash.losses(media)}
            return render(request, "assets/trash_purge.html", context)
        number = trash.purge(chosen, by=request.user, door=Door.page(request))
        if number:
            messages.success(request, f"{counted(number)} deleted for good.")
        else:
            messages.error(request, "Nothing was deleted: select at least one asset that is still here.")
        return redirect("trash")
