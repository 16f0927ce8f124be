"""The waiting room: what waits for approval, and letting it through."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import approval
from assets.forms.browsing import NameFilter
from assets.models import Media
from assets.models.media import MediaQuerySet
from portal.audit.record import Door
from portal.pages.listing import Listing
from portal.pages.page import Page

from . import selection
from .asset import visible
from .browsing import UNSEEN


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
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
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


class Waiting(selection.Selected):
    """Does something to assets in the waiting room: the `only` one, or those that were selected."""

    list_name = "waiting-room"

    def chosen(self, request: PageRequest) -> MediaQuerySet:
        """Those of them that still wait."""
        identifiers = request.POST.getlist("only") or request.POST.getlist("assets")
        rows: MediaQuerySet = Media.objects.approvable_by(request.user)
        return rows.with_ids(identifiers)


class Approve(Waiting):
    """Let assets through."""

    permission_required = Permission.UPLOAD_ASSETS

    def act(self, request: PageRequest, chosen: Sequence[Media]) -> str:
        """Everybody who may see such assets sees them then."""
        number = approval.approve(chosen, by=request.user, door=Door.page(request))
        return f"{selection.counted(number)} approved."


class DeleteWaiting(Waiting, selection.Delete):
    """Move assets to the trash instead."""


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
