"""The pages of collections."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import collections
from assets.forms.collections import SORTS, CollectionFilters, CollectionForm
from assets.forms.sharing import ShareForm
from assets.models import Collection, Media
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.listing import Listing
from portal.pages.page import Page

from .chosen import counted
from .sharing import of_sharing, visible

PER_PAGE = 60


class Collections(Listing):
    """Every collection that the person may see."""

    request: PageRequest
    permission_required = Permission.VIEW_ASSETS
    model = Collection
    template_name = "assets/collections.html"
    filter_form = CollectionFilters
    default_sort = "-added"
    sorts: ClassVar = {name: tuple(order) for name, (_, *order) in SORTS.items()}
    paginate_by = 24

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By words, and whose they are."""
        user = self.request.user
        rows = Collection.objects.visible_to(user).matching(filters.get("search") or "")
        match filters.get("whose"):
            case "mine":
                rows = rows.filter(owner=user)
            case "shared":
                rows = rows.shared_with(user)
            case "public":
                rows = rows.filter(is_public=True)
        return rows.described(Media.objects.visible_to(user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the person `may_add` a collection; sorting alone filters nothing."""
        context = super().get_context_data(
            may_add=self.request.user.has_perm(Permission.MANAGE_COLLECTIONS), **kwargs
        )
        narrowing = {name: value for name, value in self.filters.cleaned_data.items() if name != "sort"}
        return {**context, "is_filtered": any(narrowing.values())}


class CollectionFormPage(FormPage):
    """A form about a collection; afterwards, its page."""

    request: PageRequest
    permission_required = Permission.MANAGE_COLLECTIONS
    form_class = CollectionForm
    template_name = "assets/collection_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this person."""
        return {**super().get_form_kwargs(), "user": self.request.user}


class AddCollection(CollectionFormPage):
    """A new collection."""

    def save(self, form: CollectionForm, **who: Any) -> str:
        """Empty, and private."""
        added = collections.create(**form.cleaned_data, **who)
        self.success_url = reverse("collection", args=[added.api_id])
        return f"{added} is added. Now select assets, and add them to it."


class OneCollection(Page):
    """A collection with those of its assets that the person may see."""

    permission_required = Permission.VIEW_ASSETS

    def get(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """The gallery, and what the person may do."""
        collection = visible(request, collection_id)
        collections.viewed(collection)
        may_edit = collections.may_edit(collection, request.user)
        may_share = may_edit and request.user.has_perm(Permission.SHARE_COLLECTIONS)
        inside = collection.collection_media.of(Media.objects.visible_to(request.user))
        context = {
            "collection": collection,
            "page_obj": Paginator(inside.select_related("media"), PER_PAGE).get_page(request.GET.get("page")),
            "may_edit": may_edit,
            "may_delete": collection.owner_id == request.user.pk,
            **(of_sharing(request, collection, ShareForm()) if may_share else {}),
        }
        return render(request, "assets/collection.html", context)


class EditCollection(CollectionFormPage):
    """Name, description, and whether it is public."""

    @cached_property
    def collection(self) -> Collection:
        """The collection that the address names, if the person may edit it."""
        found = visible(self.request, self.kwargs["collection_id"])
        collections.require_edit(found, self.request.user)
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this collection."""
        return {**super().get_form_kwargs(), "collection": self.collection}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return CollectionForm.initial_of(self.collection)

    def get_success_url(self) -> str:
        """The collection."""
        return reverse("collection", args=[self.collection.api_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`collection`."""
        return super().get_context_data(collection=self.collection, **kwargs)

    def save(self, form: CollectionForm, **who: Any) -> str:
        """As it is to be."""
        collections.change(self.collection, details=form.cleaned_data, **who)
        return "Saved."


class RemoveAssets(Page):
    """Take the selected assets out of the collection."""

    permission_required = Permission.MANAGE_COLLECTIONS

    def get(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """To the collection: what was selected is gone after signing in again."""
        return redirect("collection", collection_id)

    def post(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """Back to the collection, with how many were removed."""
        collection = visible(request, collection_id)
        try:
            chosen = collections.assets_to_remove(request.POST.getlist("assets"), by=request.user)
            number = collections.remove(collection, chosen, by=request.user, door=Door.page(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if number:
                messages.success(request, f"{counted(number)} removed from the collection.")
            else:
                messages.error(request, "Nothing was removed: select at least one asset that is still here.")
        return redirect("collection", collection.api_id)


class DeleteCollection(Page):
    """What deleting does, and the button."""

    permission_required = Permission.VIEW_ASSETS

    def get(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """The warning; only the owner gets it."""
        collection = visible(request, collection_id)
        collections.require_owner(collection, request.user)
        shares = collection.shares.open().count()
        return render(request, "assets/collection_delete.html", {"collection": collection, "shares": shares})

    def post(self, request: PageRequest, collection_id: str) -> HttpResponse:
        """To the list."""
        collection = visible(request, collection_id)
        collections.delete(collection, by=request.user, door=Door.page(request))
        messages.success(request, f"{collection.name} is deleted. Its assets are where they were.")
        return redirect("collections")
