"""The list of assets."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.conf import settings
from django.db.models.functions import Lower
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import facets, narrowing, search
from assets.forms.browsing import AssetFilters
from assets.forms.selection import FORMS, SelectionForm
from assets.forms.uploading import UploadForm
from assets.models import Media
from assets.narrowing import Facet
from portal.pages.listing import Listing
from portal.pages.page import may_open

from .uploading import UploadPage

SORTS = {
    "-added": ("Newest", "-created_at", "-id"),
    "-changed": ("Recently changed", "-modified_at", "-id"),
    "name": ("Name, A to Z", Lower("name"), "id"),
    "-name": ("Name, Z to A", Lower("name").desc(), "-id"),
    "added": ("Oldest", "created_at", "id"),
}
_SELECTED = "selected_assets"  # in the session
UNSEEN = ("description", "copyright", "search_words")  # long, and not a part of any list


class Assets(Listing):
    """Every asset that the person may see, searched and narrowed; htmx gets what changes as one types."""

    request: PageRequest
    filters: AssetFilters
    selected: Collection[str] = ()  # ids of assets
    asked: Mapping[str, SelectionForm] = MappingProxyType({})  # what is to be done to them, or why it wasn't
    permission_required = Permission.VIEW_ASSETS
    model = Media
    default_sort = "-added"
    sorts: ClassVar = {name: order for name, (_, *order) in SORTS.items()}
    paginate_by = 48

    def filter_form(self, data: QueryDict) -> AssetFilters:  # type: ignore[override]
        """The filters that the person may use."""
        return AssetFilters(data, user=self.request.user)

    def get_template_names(self) -> list[str]:
        """The whole page, or the list alone."""
        return ["assets/_results.html" if self.request.htmx else "assets/assets.html"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """An answer that the browser doesn't take for the other one of the same address."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By everything that the API's list is narrowed by in these words."""
        return search.find(self.filters.arguments(), self.request.user).defer(*UNSEEN)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`groups` of facets, `chips` of what narrows now, `total`, what the person `may` do, and forms."""
        user = self.request.user
        counts = facets.count(self.filters.arguments(), user)
        offered = narrowing.offered(counts, self.filters.chosen(), self.filters.metaproperties, user)
        return super().get_context_data(
            groups=narrowing.grouped(offered),
            chips=list(self._chips(offered)),
            total=counts["total"],
            sorts=[(name, label) for name, (label, *_) in SORTS.items()],
            may=may(user),
            ask=self._ask(),
            selected=self.selected or self._kept(),
            **self._upload(),
            **kwargs,
        )

    def _ask(self) -> dict[str, SelectionForm]:
        """A form for each thing that the person may do; a page that gets the list alone keeps one of them."""
        user = self.request.user
        kept = "collect" if self.request.htmx else ""  # it looks for the collections to choose from
        names = [name for name, allowed in may(user).items() if allowed and name in FORMS and name != kept]
        return {name: FORMS[name](user=user) for name in names} | dict(self.asked)

    def _kept(self) -> Collection[str]:
        """What is still selected after something was done to it; once, or it would be for ever."""
        kept: Collection[str] = () if self.request.htmx else self.request.session.pop(_SELECTED, ())
        return kept

    def _upload(self) -> dict[str, Any]:
        """The form to upload with, for those who may."""
        if self.request.htmx or not may_open(UploadPage, self.request):
            return {}
        form = UploadForm(user=self.request.user)
        return {"upload_form": form, "chunk_bytes": settings.UPLOAD_CHUNK_BYTES}

    def _chips(self, offered: list[Facet]) -> Iterator[tuple[str, str]]:
        for facet in offered:
            for choice in facet.choices:
                if choice.is_chosen:
                    yield f"{facet.label}: {choice.label}", self._without(facet.name, choice.value)

    def _without(self, name: str, value: str) -> str:
        query = self.request.GET.copy()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        query.pop("page", None)
        return f"{reverse('assets')}?{query.urlencode()}"


def keep_selected(request: PageRequest, media: Iterable[Media]) -> None:
    """Have the list, when it is opened next, come with these assets selected."""
    request.session[_SELECTED] = [one.api_id for one in media]


def may(user: User) -> dict[str, bool]:
    """What the person may do with assets that they select."""
    actions = {
        "tag": user.has_perm(Permission.EDIT_ASSETS),
        "collect": user.has_perm(Permission.MANAGE_COLLECTIONS),
        "delete": user.has_perm(Permission.DELETE_ASSETS),
    }
    return {**actions, "select": any(actions.values())}
