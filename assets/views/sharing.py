"""Sharing collections, and what those who get the link see."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import View

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import addresses, collections, sharing
from assets.forms.sharing import ShareForm
from assets.models import Collection, CollectionShare, Media
from portal.audit.record import Door
from portal.pages import drafts
from portal.pages.page import Page

PER_PAGE = 60


class ShareCollection(Page):
    """Share a collection; with whom it is shared already."""

    permission_required = Permission.SHARE_COLLECTIONS

    def get(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """The form."""
        collection = visible(request, collection_id)
        collections.require_edit(collection, request.user)
        return self._show(request, collection, ShareForm(drafts.take(request)))

    def post(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """To the form again: with the new link, or with what is wrong."""
        collection, form = visible(request, collection_id), ShareForm(request.POST)
        if form.is_valid():
            arguments = form.arguments(addresses.base(request))
            try:
                shares = sharing.share(collection, by=request.user, door=Door.page(request), **arguments)
            except ValidationError as error:
                form.add_refusal(error)
            else:
                messages.success(request, f"Shared with {', '.join(sharing.audience_of(shares).values())}.")
                return redirect("collection-share", collection.api_id)
        return self._show(request, collection, form, status=422)

    def _show(
        self, request: PageRequest, collection: Collection, form: ShareForm, status: int = 200
    ) -> HttpResponse:
        context = {"collection": collection, **of_sharing(request, collection, form)}
        return render(request, "assets/collection_share.html", context, status=status)


class EndShare(Page):
    """The link stops working at once."""

    permission_required = Permission.SHARE_COLLECTIONS

    def get(self, request: PageRequest, collection_id: str, link: str) -> HttpResponse:
        """To the form, where the share can be ended."""
        return redirect("collection-share", collection_id)

    def post(self, request: PageRequest, collection_id: str, link: str) -> HttpResponse:
        """Back to the collection."""
        collection = visible(request, collection_id)
        shared = get_object_or_404(CollectionShare, collection=collection, link=link)
        (name,) = sharing.audience_of([shared]).values()
        sharing.unshare(shared, by=request.user, door=Door.page(request))
        messages.success(request, f"No longer shared with {name}.")
        return redirect("collection", collection.api_id)


class SharedCollection(View):
    """What whoever has the link of a share sees: the assets that everybody may see, and nothing to change."""

    def get(self, request: HttpRequest, link: str) -> HttpResponse:
        """The gallery; signed in first, where the share asks for it; only while the share is open."""
        share = get_object_or_404(CollectionShare.objects.select_related("collection__owner"), link=link)
        if not CollectionShare.objects.open().filter(pk=share.pk).exists():
            context = {"share": share, "has_begun": not share.starts_at or share.starts_at <= timezone.now()}
            return _unlisted(render(request, "assets/share_closed.html", context, status=404))
        if share.login_required and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        collections.viewed(share.collection)
        inside = share.collection.collection_media.of(Media.objects.visible_to_everybody())
        page = Paginator(inside.select_related("media"), PER_PAGE).get_page(request.GET.get("page"))
        context = {"collection": share.collection, "share": share, "page_obj": page}
        return _unlisted(render(request, "assets/share.html", context))


def visible(request: PageRequest, collection_id: str) -> Collection:
    """The collection, if the person may see it; Http404 otherwise."""
    rows = Collection.objects.visible_to(request.user).select_related("owner")
    found: Collection = rows.get_or_404(collection_id, collections.NOT_FOUND)
    return found


def of_sharing(request: HttpRequest, collection: Collection, form: ShareForm) -> dict[str, Any]:
    """What the form for sharing shows: with whom the collection is shared already, by which link."""
    shares = list(collection.shares.order_by("id"))
    names, base = sharing.audience_of(shares), addresses.base(request)
    known = [(share, names[share.pk], base + reverse("share", args=[share.link])) for share in shares]
    return {"share_form": form, "shares": known}


def _unlisted(response: HttpResponse) -> HttpResponse:
    """A page for those who have its address, not for search engines or shared caches."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
