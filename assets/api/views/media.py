"""Assets, wire-compatible with the vendor's v4 API; an id may travel in path, query or form."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import addresses, facets, media, search
from assets.api import changes, cursors, filters, metadata
from assets.api.serializers import media as serializers
from assets.api.serializers.remembered import Stamp
from assets.api.shapes import media as shapes
from assets.models import Media, Metaproperty
from portal.api import pagination
from portal.api.access import requires
from portal.api.documentation import STATUS, documented
from portal.api.endpoint import Endpoint
from portal.api.errors import PermissionMissing
from portal.api.parsing import Parameters
from portal.api.rendering import Response, accepted, created
from portal.audit.record import Door

_READ = requires(Scope.ASSET_READ, Permission.VIEW_ASSETS)
_EDIT = requires(Scope.ASSET_WRITE, Permission.EDIT_ASSETS)
_DELETE = requires(Scope.ASSET_WRITE, Permission.DELETE_ASSETS)
_OPTIONS = "metaproperty_option_ids"


class Assets(Endpoint):
    access = {"GET": _READ, "POST": _EDIT, "DELETE": _DELETE}
    wire_names = serializers.WIRE_NAMES

    @documented(
        shapes.FOUND, parameters=shapes.FILTERS, is_paged=True, headers=shapes.CURSOR, problems=(404,)
    )
    def get(self, request: ApiRequest) -> Response:
        """Retrieve assets.

        What the token's user may see; the newest first, 50 a page. Unknown filters are passed over,
        but what no asset has finds none. Of more than 1,000 assets the headers tell no total unless
        `total` asks for it, and facets of more than 10,000 may be up to ten minutes old.
        """
        parameters = Parameters(request)
        if "id" in parameters:
            return _retrieve(request, parameters.text("id"), parameters)
        wanted = filters.parse(parameters)
        number, limit = pagination.requested(parameters, default_limit=50)
        after = cursors.parse(parameters, wanted.order_by)
        start = 0 if after else (number - 1) * limit
        found, total, end = serializers.STAMPS.page(wanted, request.user, start, limit, after=after)
        beside: dict[str, Any] = {}
        if parameters.boolean("count"):
            beside["count"] = facets.count(wanted, request.user)
        if parameters.boolean("total"):
            total = search.find(wanted, request.user).count() if total is None else total
            beside["total"] = {"count": total}
        entries = _entries(request, found, parameters)
        headers = cursors.headers(end) | ({} if after else pagination.headers(number, limit, total))
        return Response({**beside, "media": entries} if beside else entries, headers=headers)

    @documented(STATUS, status=202, body=shapes.CHANGED_BY_FORM, problems=(404,))
    def post(self, request: ApiRequest) -> Response:
        """Modify asset with its id in the form.

        The same as with the id in the path.
        """
        parameters = Parameters(request)
        return _modify(request, parameters.text("id"), parameters)

    @documented(status=204, parameters=(shapes.ID,), problems=(404,))
    def delete(self, request: ApiRequest) -> Response:
        """Delete asset with its id in the query.

        The same as with the id in the path.
        """
        return _delete(request, Parameters(request).text("id"))


class SpecificAsset(Endpoint):
    access = {"GET": _READ, "POST": _EDIT, "DELETE": _DELETE}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.SPECIFIC_MEDIA, parameters=(shapes.VERSIONS, shapes.STATS))
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific asset.

        `stats` needs the permission to view asset statistics.
        """
        return _retrieve(request, identifier, Parameters(request))

    @documented(STATUS, status=202, body=shapes.CHANGED)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Modify asset.

        What isn't sent stays as it is. Making an asset public needs a permission of its own and is for ever.
        """
        return _modify(request, identifier, Parameters(request))

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Delete asset.

        It goes to the trash, from where a person can restore it for 30 days.
        """
        return _delete(request, identifier)


class AssetOptions(Endpoint):
    access = {"POST": _EDIT, "DELETE": _EDIT}

    @documented(STATUS, status=201, body=shapes.OPTIONS, problems=(404,))
    def post(self, request: ApiRequest) -> Response:
        """Add metaproperty options.

        The asset keeps those that it has.
        """
        asset, metaproperty, identifiers = _chosen(request)
        try:
            media.attach(asset, metaproperty, identifiers, by=request.user, door=Door.api(request))
        except ValidationError as error:
            raise ValidationError({_OPTIONS: error.messages}) from error
        return created()

    @documented(status=204, body=shapes.OPTIONS, problems=(404,))
    def delete(self, request: ApiRequest) -> Response:
        """Delete metaproperty options.

        Those that the asset hasn't are passed over.
        """
        asset, metaproperty, identifiers = _chosen(request)
        options = metaproperty.options.with_ids(identifiers)
        media.detach(asset, metaproperty, options, by=request.user, door=Door.api(request))
        return Response(status=204)


def _entries(request: ApiRequest, found: list[Stamp], parameters: Parameters) -> list[Any]:
    return serializers.listed(
        found,
        request.user,
        addresses.base(request),
        with_items=parameters.boolean("includeMediaItems"),
        with_version=parameters.boolean("includeVersionNumber"),
    )


def _retrieve(request: ApiRequest, identifier: str, parameters: Parameters) -> Response:
    with_statistics = parameters.boolean("stats")
    if with_statistics and not request.user.has_perm(Permission.VIEW_STATISTICS):
        raise PermissionMissing(Permission.VIEW_STATISTICS, Permission.VIEW_STATISTICS.label)
    answer = serializers.one(
        media.find(identifier, by=request.user).pk,
        request.user,
        addresses.base(request),
        with_items=parameters.boolean("versions") or parameters.boolean("includeMediaItems"),
        with_statistics=with_statistics,
    )
    return Response(answer)


def _modify(request: ApiRequest, identifier: str, parameters: Parameters) -> Response:
    asset = media.find(identifier, by=request.user)
    arguments = changes.parse(parameters, asset, by=request.user)
    media.change(asset, by=request.user, door=Door.api(request), **arguments)
    return accepted()


def _delete(request: ApiRequest, identifier: str) -> Response:
    media.delete([media.find(identifier, by=request.user)], by=request.user, door=Door.api(request))
    return Response(status=204)


def _chosen(request: ApiRequest) -> tuple[Media, Metaproperty, list[str]]:
    """The asset, the metaproperty and the ids of options that the body names; Http404 for unknown ones."""
    parameters = Parameters(request)
    asset = media.find(parameters.text("asset_id"), by=request.user)
    metaproperty = metadata.metaproperty(request.user, parameters.text("metaproperty_id"))
    identifiers = parameters.required_ids(_OPTIONS)
    if not metaproperty.has_options:
        raise ValidationError({_OPTIONS: f"{metaproperty} has no options."})
    return asset, metaproperty, identifiers
