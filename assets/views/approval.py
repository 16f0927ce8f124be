"""The waiting room: what waits for approval, and letting it through."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import approval
from assets import media as rules
from assets.forms.browsing import NameFilter
from assets.models import Media
from assets.models.media import MediaQuerySet
from portal.audit.record import Door
from portal.pages.listing import Listing
from portal.pages.page import Page

from .asset import visible
from .browsing import UNSEEN
from .chosen import Chosen


class WaitingRoom(Listing):
    """Assets that wait for approval, the oldest first, with who uploaded them."""

    request: PageRequest
    permission_required = Permission.UPLOAD_ASSETS
    model = Media
    template_name = "assets/waiting_room.html"
    filter_form = NameFilter
    default_sort = "added"
    sorts: ClassVar = {
        # Nothing here is removed, but so begins the index.
        "added": ("removed_at", "created_at", "id"),
        "-added": ("-removed_at", "-created_at", "-id"),
        "name": (Lower("name"), "id"),
        "-name": (Lower("name").desc(), "-id"),
    }
    paginate_by = 48

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By a part of the name."""
        rows = Media.objects.approvable_by(self.request.user).select_related("created_by").defer(*UNSEEN)
        return rows.filter(name__icontains=filters["search"]) if filters.get("search") else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the person `may_delete` what they don't approve."""
        may_delete = self.request.user.has_perm(Permission.DELETE_ASSETS)
        return super().get_context_data(may_delete=may_delete, **kwargs)


class Waiting(Chosen):
    """Does something to assets in the waiting room."""

    list_name = "waiting-room"

    def rows(self, user: User) -> MediaQuerySet:
        """What waits in it."""
        rows: MediaQuerySet = Media.objects.approvable_by(user)
        return rows


class Approve(Waiting):
    """Let assets through."""

    permission_required = Permission.UPLOAD_ASSETS

    def post(self, request: PageRequest) -> HttpResponse:
        """Everybody who may see such assets sees them then."""
        number = approval.approve(self.chosen(request), by=request.user, door=Door.page(request))
        return self.back(request, number, "approved")


class DeleteWaiting(Waiting):
    """Move assets to the trash instead."""

    permission_required = Permission.DELETE_ASSETS

    def post(self, request: PageRequest) -> HttpResponse:
        """From where they can be restored, to wait again."""
        number = rules.delete(self.chosen(request), by=request.user, door=Door.page(request))
        return self.back(request, number, "moved to the trash")


class ApproveAsset(Page):
    """Let one asset through, from its own page."""

    permission_required = Permission.UPLOAD_ASSETS

    def get(self, request: PageRequest, asset_id: str) -> HttpResponse:
        """To the asset: nothing was approved before signing in again."""
        return redirect("asset", asset_id)

    def post(self, request: PageRequest, asset_id: str) -> HttpResponse:
        """Back to the asset, which waits no more."""
        media = visible(request, asset_id)
        if approval.approve([media], by=request.user, door=Door.page(request)):
            messages.success(request, "Approved.")
        else:
            messages.info(request, "Somebody has approved it already.")
        return redirect("asset", media.api_id)
