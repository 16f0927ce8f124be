"""The trash, wire-compatible with the vendor's API."""

from datetime import timedelta

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import addresses
from assets.api.serializers.trash import removed
from assets.api.shapes import trash as shapes
from assets.models import Media
from assets.models.media import MediaQuerySet
from portal.api.access import requires
from portal.api.documentation import documented, listed
from portal.api.endpoint import Endpoint
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response

_FIELDS = {
    "media.datecreated": "created_at",
    "media.dateremoved": "removed_at",
    "media.name": "name",
    "media.username": "removed_by__username",
}


class Trash(Endpoint):
    access = {"GET": requires(Scope.ASSET_READ, Permission.VIEW_TRASH)}

    @documented(listed(shapes.REMOVED), parameters=shapes.PARAMETERS, is_paged=True)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve recently removed assets.

        Those of the last 30 days, the last removed first, 10 a page.
        """
        parameters = Parameters(request)
        rows = _removed(Media.objects.in_trash_visible_to(request.user), parameters)
        found, headers = page(
            rows.select_related("removed_by").order_by(*_order(parameters)), parameters, default_limit=10
        )
        base = addresses.base(request)
        return Response([removed(media, base) for media in found], headers=headers)


def _removed(rows: MediaQuerySet, parameters: Parameters) -> MediaQuerySet:
    """`dateRemoved` is where the time span ends if `dateRemovedFrom` is sent too, and begins otherwise."""
    begin, end = parameters.moment("dateRemovedFrom"), parameters.moment("dateRemoved")
    if begin is None:
        begin, end = end, None
    if begin:
        rows = rows.filter(removed_at__gte=begin)
    return rows.filter(removed_at__lt=end + timedelta(seconds=1)) if end else rows


def _order(parameters: Parameters) -> tuple[str, str]:
    field = _FIELDS.get(parameters.text("field").lower(), "removed_at")
    down = "" if parameters.text("order").lower() == "asc" else "-"
    return f"{down}{field}", f"{down}id"
