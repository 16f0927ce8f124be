"""The trash: what was deleted and can still be restored."""

from typing import Any, ClassVar

from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import media as rules
from assets import trash
from assets.forms.browsing import NameFilter
from assets.models import Media
from assets.models.media import KEPT_IN_TRASH, MediaQuerySet
from portal.audit.record import Door
from portal.pages.listing import Listing

from .browsing import UNSEEN
from .chosen import Chosen


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
        "name": (Lower("name"), "id"),
        "-name": (Lower("name").desc(), "-id"),
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


class InTrash(Chosen):
    """Does something to assets in the trash."""

    permission_required = Permission.DELETE_ASSETS
    list_name = "trash"

    def rows(self, user: User) -> MediaQuerySet:
        """What is in it."""
        rows: MediaQuerySet = Media.objects.in_trash_visible_to(user)
        return rows


class Restore(InTrash):
    """Bring assets back as they were."""

    def post(self, request: PageRequest) -> HttpResponse:
        """Back to the trash, with how many are restored."""
        number = rules.restore(self.chosen(request), by=request.user, door=Door.page(request))
        return self.back(request, number, "restored")


class Purge(InTrash):
    """Delete assets for good, once it is `confirmed`."""

    def post(self, request: PageRequest) -> HttpResponse:
        """What would be lost; then back to the trash, with how many are gone."""
        chosen = self.chosen(request).order_by(Lower("name"), "id").defer(*UNSEEN)
        if "confirmed" not in request.POST and (media := list(chosen)):
            context = {"assets": media, "losses": trash.losses(media)}
            return render(request, "assets/trash_purge.html", context)
        number = trash.purge(chosen, by=request.user, door=Door.page(request))
        return self.back(request, number, "deleted for good")
