"""Addresses from which files of assets can be fetched without a token, for a short time."""

from django.http import Http404

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import addresses, downloads, media
from assets.api.shapes import downloads as shapes
from assets.models import MediaItem
from portal.api.access import requires
from portal.api.documentation import documented
from portal.api.endpoint import Endpoint
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door

_DOWNLOAD = requires(Scope.ASSET_READ, Permission.DOWNLOAD_ASSETS)


class Download(Endpoint):
    access = {"GET": _DOWNLOAD}

    @documented(shapes.DOWNLOAD, parameters=(shapes.TYPE,))
    def get(self, request: ApiRequest, media_id: str) -> Response:
        """Retrieve asset download location."""
        kind = Parameters(request).text("type", "original")
        return _link(request, downloads.of_type(media.find(media_id, by=request.user), kind))


class DownloadVersion(Endpoint):
    access = {"GET": _DOWNLOAD}

    @documented(shapes.DOWNLOAD)
    def get(self, request: ApiRequest, media_id: str, version: str) -> Response:
        """Retrieve asset version download location."""
        asset = media.find(media_id, by=request.user)
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            raise Http404(downloads.MISSING)
        return _link(request, downloads.original(asset, version=int(version)))


class DownloadItem(Endpoint):
    access = {"GET": _DOWNLOAD}

    @documented(shapes.DOWNLOAD, parameters=(shapes.HASH,))
    def get(self, request: ApiRequest, media_id: str, item_id: str) -> Response:
        """Retrieve specific asset item download location."""
        return _link(request, downloads.item(media.find(media_id, by=request.user), item_id))


def _link(request: ApiRequest, item: MediaItem) -> Response:
    address = downloads.link(
        item,
        by=request.user,
        door=Door.api(request),
        base_url=addresses.base(request),
    )
    return Response({"s3_file": address, "disclaimer": ""})
