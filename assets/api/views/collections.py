"""Collections, wire-compatible with the vendor's v4 API."""

from typing import Any

from django.db.models.functions import Lower

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import addresses, collections, sharing
from assets.api.serializers import collections as serializers
from assets.api.shapes import collections as shapes
from assets.api.shapes import named_assets
from assets.models import Collection, Media
from portal.api.access import requires
from portal.api.documentation import CREATED, STATUS, documented
from portal.api.endpoint import Endpoint
from portal.api.errors import InvalidField
from portal.api.identifiers import coldfusion
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response, accepted, created
from portal.audit.record import Door

_READ = requires(Scope.COLLECTION_READ, Permission.VIEW_ASSETS)
_WRITE = requires(Scope.COLLECTION_WRITE, Permission.MANAGE_COLLECTIONS)
_OWNER = requires(Scope.COLLECTION_WRITE)  # the vendor asks an owner for no permission
_SHARE = requires(Scope.COLLECTION_WRITE, Permission.SHARE_COLLECTIONS)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "datecreated desc": ("-created_at", "-id"),
    "datecreated asc": ("created_at", "id"),
    "name asc": (Lower("name"), "id"),
    "name desc": (Lower("name").desc(), "-id"),
}


class Collections(Endpoint):
    access = {"GET": _READ, "POST": _WRITE, "DELETE": _OWNER}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.COLLECTIONS, parameters=shapes.LIST, is_paged=True, problems=(404,))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve collections.

        Those that the user may see, and of their assets only those; or the one with `id`.
        """
        parameters = Parameters(request)
        if "id" in parameters:
            return _one(request, parameters.text("id"))
        found, headers = page(_narrowed(request, parameters), parameters, default_limit=50)
        listed = [_shown(row, request) for row in found]
        if parameters.boolean("count"):
            total = int(headers["X-Pagination-TotalRecords"])
            return Response({"count": total, "collections": listed}, headers=headers)
        return Response(listed, headers=headers)

    @documented(CREATED, status=201, body=shapes.NEW)
    def post(self, request: ApiRequest) -> Response:
        """Create collection.

        Its address is in the header `Location`; its id is in the answer, too.
        """
        parameters = Parameters(request)
        collection = collections.create(
            by=request.user,
            door=Door.api(request),
            name=parameters.text("name"),
            description=parameters.text("description"),
        )
        address = f"{addresses.base(request)}/api/v4/collections/{collection.api_id}/"
        return created(collection.api_id, headers={"Location": address})

    @documented(status=204, parameters=(shapes.ID,), problems=(404,))
    def delete(self, request: ApiRequest) -> Response:
        """Delete a collection by id.

        The same as with the id in the path.
        """
        return _delete(request, Parameters(request).text("id"))


class SpecificCollection(Endpoint):
    access = {"GET": _READ, "POST": _WRITE, "DELETE": _OWNER}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.COLLECTION)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific collection."""
        return _one(request, identifier)

    @documented(STATUS, status=201, body=shapes.CHANGED)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Modify collection.

        What isn't sent stays as it is. Making it public takes the permission for that.
        """
        collection = _visible(request, identifier)
        details = serializers.changes(Parameters(request), Media.objects.visible_to(request.user))
        collections.change(collection, by=request.user, door=Door.api(request), details=details)
        return created()

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Delete collection.

        Only its owner may; the assets stay.
        """
        return _delete(request, identifier)


class CollectionAssets(Endpoint):
    access = {"GET": _READ, "POST": _WRITE, "DELETE": _WRITE}
    wire_names = serializers.ASSET_WIRE_NAMES

    @documented(shapes.ASSETS)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve the assets of a specific collection.

        Ids, in the order in which they were added; only of assets that the user may see.
        """
        inside = _visible(request, identifier).collection_media.of(Media.objects.visible_to(request.user))
        return Response(
            [coldfusion(identifier) for identifier in inside.values_list("media__uuid", flat=True)]
        )

    @documented(STATUS, status=202, body=named_assets.ADDED)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Add assets to a collection.

        All of them or, if one is unknown, none; those that are in it already stay where they are.
        """
        collection = _visible(request, identifier)
        media = collections.assets_to_add(Parameters(request).required_ids("data"), by=request.user)
        collections.add(collection, media, by=request.user, door=Door.api(request))
        return accepted()

    @documented(status=204, parameters=(named_assets.REMOVED,))
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Remove assets from a collection.

        What isn't in it needs no removing.
        """
        collection = _visible(request, identifier)
        identifiers = Parameters(request).required_ids("deleteIds")
        media = collections.assets_to_remove(identifiers, by=request.user)
        collections.remove(collection, media, by=request.user, door=Door.api(request))
        return Response(status=204)


class CollectionSharing(Endpoint):
    access = {"POST": _SHARE}
    wire_names = serializers.WIRE_NAMES

    @documented(STATUS, status=202, body=shapes.SHARED)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Share collection.

        `edit` lets them change it, all other `collectionOptions` only look at it. Whoever isn't
        signed in needs the link of the mail, and `loginRequired` to be false; that it is true unless
        sent is the portal's own choice. Mail goes to `recipients` only.
        """
        collection = _visible(request, identifier)
        arguments = serializers.share(Parameters(request), addresses.base(request))
        sharing.share(collection, by=request.user, door=Door.api(request), **arguments)
        return Response({"message": "accepted", "statuscode": 202}, status=202)


def _visible(request: ApiRequest, identifier: str) -> Collection:
    rows = Collection.objects.visible_to(request.user)
    found: Collection = rows.get_or_404(identifier, collections.NOT_FOUND)
    return found


def _described(request: ApiRequest) -> Any:
    return Collection.objects.visible_to(request.user).described(Media.objects.visible_to(request.user))


def _narrowed(request: ApiRequest, parameters: Parameters) -> Any:
    rows = _described(request).matching(parameters.text("keyword"))
    order = parameters.text("orderBy", "dateCreated desc")
    if order.lower() not in _ORDERS:
        raise InvalidField("orderBy", f"Send one of: {', '.join(shapes.ORDERS)}.")
    if "ids" in parameters:
        rows = rows.with_ids(parameters.list("ids"))
    if parameters.boolean("isPublic"):
        rows = rows.filter(is_public=True)
    if minimum := parameters.number("minCount", 0, minimum=0):
        rows = rows.filter(visible_count__gte=minimum)
    return rows.order_by(*_ORDERS[order.lower()])


def _shown(row: Collection, request: ApiRequest) -> dict[str, Any]:
    return serializers.collection(row, user=request.user, base_url=addresses.base(request))


def _one(request: ApiRequest, identifier: str) -> Response:
    return Response(_shown(_described(request).get_or_404(identifier, collections.NOT_FOUND), request))


def _delete(request: ApiRequest, identifier: str) -> Response:
    collection = _visible(request, identifier)
    collections.delete(collection, by=request.user, door=Door.api(request))
    return Response(status=204)
