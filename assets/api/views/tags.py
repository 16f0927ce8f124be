"""Tags, wire-compatible with the vendor's v4 API."""

from collections.abc import Iterable

from django.http import Http404

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import media, tags
from assets.api.shapes import named_assets
from assets.api.shapes import tags as shapes
from assets.models import Media, Tag
from portal.api.access import any_token, requires
from portal.api.documentation import STATUS, documented, listed
from portal.api.endpoint import Endpoint
from portal.api.identifiers import parse
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response, accepted
from portal.audit.record import Door

_EDIT = requires(Scope.ASSET_WRITE, Permission.EDIT_ASSETS)
_ORDERS = {
    "tag asc": ("folded",),
    "tag desc": ("-folded",),
    "mediacount asc": ("number", "folded"),
    "mediacount desc": ("-number", "folded"),
}


class Tags(Endpoint):
    access = {"GET": any_token("The vendor documents no scope for tags.", Permission.VIEW_ASSETS)}

    @documented(listed(shapes.TAG), parameters=shapes.PARAMETERS, is_paged=True)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve tags.

        Always a list, whatever `count` says. Tags only of assets that the token's user may not see are
        left out.
        """
        parameters = Parameters(request)
        rows = tags.visible_to(request.user).order_by(
            *_ORDERS.get(parameters.text("orderBy").strip().lower(), ("folded",))
        )
        if "keyword" in parameters:
            rows = rows.filter(folded__contains=tags.folded(parameters.text("keyword")))
        if "mincount" in parameters:
            rows = rows.filter(number__gte=parameters.number("mincount", 0, minimum=0))
        found, headers = page(rows, parameters, default_limit=50)
        entries = [{"id": tag.api_id, "tag": tag.name, "mediaCount": tag.number} for tag in found]
        return Response(entries, headers=headers)


class TagAssets(Endpoint):
    access = {"POST": _EDIT, "DELETE": _EDIT}

    @documented(STATUS, status=202, body=named_assets.ADDED)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Add tag to assets.

        All of them or, if one can't be found, none.
        """
        tag = _tag(identifier)
        wanted = Parameters(request).required_ids("data")
        assets = _assets(request, wanted)
        if len(assets) < len(set(map(parse, wanted))):
            raise Http404(media.NOT_FOUND)
        media.retag(assets, by=request.user, door=Door.api(request), added=[tag])
        return accepted()

    @documented(status=204, parameters=(named_assets.REMOVED,))
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Remove tag from assets.

        Assets that can't be found haven't got it.
        """
        tag = _tag(identifier)
        assets = _assets(request, Parameters(request).required_ids("deleteIds"))
        media.retag(assets, by=request.user, door=Door.api(request), removed=[tag])
        return Response(status=204)


def _tag(identifier: str) -> Tag:
    tag: Tag = Tag.objects.get_or_404(identifier, "Tag not found")
    return tag


def _assets(request: ApiRequest, identifiers: Iterable[str]) -> list[Media]:
    return list(Media.objects.visible_to(request.user).with_ids(identifiers))
