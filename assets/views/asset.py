"""One asset: looking at it, and changing what describes it."""

from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import addresses, downloads, editing, history, playing, usage
from assets import media as rules
from assets.forms.details import AssetForm
from assets.models import Collection, DerivativePreset, ItemKind, Media, Usage
from portal.audit.record import Door
from portal.pages import drafts
from portal.pages.page import Page

SHOWN = 50  # of the history, of usages, of collections


class Asset(Page):
    """Everything about one asset, and the form to change it for those who may."""

    permission_required = Permission.VIEW_ASSETS

    def get(self, request: PageRequest, asset_id: str) -> HttpResponse:
        """The page."""
        media = visible(request, asset_id)
        rules.viewed(media)
        form = AssetForm(drafts.take(request), state=editing.state(media), user=request.user)
        return show(request, media, form)


class LinkedAsset(Page):
    """An asset's address in the vendor's portals, `/media/?mediaId={id}`: connectors lead people there."""

    permission_required = Permission.VIEW_ASSETS

    def get(self, request: PageRequest) -> HttpResponse:
        """To the asset; to all of them when none is named."""
        asset_id = request.GET.get("mediaId")
        return redirect("asset", visible(request, asset_id).api_id) if asset_id else redirect("assets")


class EditAsset(Asset):
    """Save the form. Opened, it is the asset's page with what somebody typed before they signed in again."""

    permission_required = Permission.EDIT_ASSETS

    def post(self, request: PageRequest, asset_id: str) -> HttpResponse:
        """To the asset, or back to the form with what is wrong or what somebody else has changed."""
        media = visible(request, asset_id)
        form = AssetForm(request.POST, state=editing.state(media), user=request.user)
        if form.is_valid():
            seen, typed = form.cleaned_data["seen"], form.typed()
            try:
                editing.change(media, by=request.user, door=Door.page(request), seen=seen, typed=typed)
            except editing.Outdated as outdated:
                return self._outdated(request, media, seen=seen, typed=typed, now=outdated.now)
            except ValidationError as error:
                form.add_refusal(error)
            except PermissionDenied as denied:
                form.add_error(None, str(denied))
            else:
                return self._saved(request, media)
        return show(request, media, form, status=422)

    def _saved(self, request: PageRequest, media: Media) -> HttpResponse:
        messages.success(request, "Saved.")
        if Media.objects.visible_to(request.user).filter(pk=media.pk).exists():
            return redirect("asset", media.api_id)
        messages.info(request, f"You can't see {media} any more.")
        return redirect("assets")

    def _outdated(
        self,
        request: PageRequest,
        media: Media,
        *,
        seen: editing.State,
        typed: editing.State,
        now: editing.State,
    ) -> HttpResponse:
        """The form as it would be saved now: what was typed, and what is new in the rest."""
        shown = editing.merged(seen=seen, typed=typed, now=now)
        form = AssetForm(state=now, shown=shown, user=request.user)
        touched = editing.touched(seen=seen, typed=typed)
        moved = [
            {"label": form[name].label, "now": form.words(name, now.get(name)), "is_typed": name in touched}
            for name in editing.moved(seen=seen, typed=typed, now=now)
        ]
        return show(request, visible(request, media.api_id), form, moved=moved, status=409)


class Download(Page):
    """A file of an asset: the original, a former version, or what is kept beside it."""

    permission_required = Permission.DOWNLOAD_ASSETS

    def get(self, request: PageRequest, asset_id: str, item_id: str) -> HttpResponse:
        """Off to the file, by an address of its own that soon ends."""
        item = downloads.item(visible(request, asset_id), item_id)
        base_url = addresses.base(request)
        return redirect(downloads.link(item, by=request.user, door=Door.page(request), base_url=base_url))


def visible(request: PageRequest, asset_id: str) -> Media:
    """The asset, if there is one that the person may see; Http404 otherwise."""
    rows = Media.objects.visible_to(request.user).select_related("brand", "sub_brand", "created_by")
    media: Media = rows.get_or_404(asset_id, rules.NOT_FOUND)
    return media


def show(
    request: PageRequest, media: Media, form: AssetForm, *, moved: Any = None, status: int = 200
) -> HttpResponse:
    """The page of the asset. `moved`: what somebody else has changed while the form was open."""
    files = _files(media)
    original = files["original"]
    playable = playing.address(original, by=request.user) if original else None
    collections = Collection.objects.visible_to(request.user).filter(media=media).order_by("name")
    context = {
        "media": media,
        "form": form,
        "moved": moved,
        **files,
        "playable": playable,
        "usages": _usages(media, request.user),
        "collections": collections[:SHOWN],
        "history": history.newest(media, request.user, SHOWN),
        "may": _may(media, request.user),
    }
    page: HttpResponse = _with_media_from(playable)(render)(
        request, "assets/asset.html", context, status=status
    )
    return page


def _with_media_from(address: str | None) -> Any:
    """Lets a page play what is at the address, where the storage has addresses of its own."""
    parts = urlsplit(address or "")
    return csp_update({"media-src": f"{parts.scheme}://{parts.netloc}"} if parts.netloc else {})


def _files(media: Media) -> dict[str, Any]:
    """The files of the asset by what they are to it, and the addresses of its pictures."""
    items = list(media.items.select_related("created_by").order_by("-version", "-pk"))
    versions = [item for item in items if item.kind == ItemKind.ORIGINAL]
    presets = DerivativePreset.objects.filter(is_public=True)
    return {
        "versions": versions,
        "original": next((item for item in versions if item.is_active), None),
        "additional": [item for item in items if item.kind == ItemKind.ADDITIONAL],
        "pictures": [(preset, addresses.thumbnail(media, preset.name, "")) for preset in presets],
    }


def _usages(media: Media, user: User) -> QuerySet[Usage] | None:
    """The newest uses of the asset; None for a person who isn't to know of any."""
    if not user.has_perm(usage.PERMISSION):
        return None
    rows: QuerySet[Usage] = media.usages.select_related("integration").order_by("-used_at")
    return rows[:SHOWN]


def _may(media: Media, user: User) -> dict[str, Any]:
    """What the person may do with the asset, and why they may not download it."""
    refusal = downloads.refusal(media, user)
    return {
        "approve": user.has_perm(Permission.UPLOAD_ASSETS),
        "edit": user.has_perm(Permission.EDIT_ASSETS),
        "download": not refusal,
        "download_refusal": refusal,
        "upload": user.has_perm(Permission.UPLOAD_ASSETS),
        "delete": user.has_perm(Permission.DELETE_ASSETS),
        "see_tokens": user.has_perm(Permission.MANAGE_TOKENS),
    }
