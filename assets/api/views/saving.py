"""Saving finished uploads: as new assets, new versions, additional files. Ids travel in path or form."""

from accounts.requests import ApiRequest
from assets import saving, uploads
from assets.api.serializers import uploads as serializers
from assets.api.shapes import uploads as shapes
from assets.media import find
from assets.models import Upload
from portal.api.documentation import documented
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door

from .uploads import UPLOAD, finalised


class NotConverted(Problem):
    """The vendor's answer while the file is being examined."""

    status_code = 303
    error = "not_converted"


class SaveNew(Endpoint):
    access = {"POST": UPLOAD}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.SAVED, status=201, body=shapes.NEW_ASSET, problems=(303,))
    def post(self, request: ApiRequest, import_id: str = "") -> Response:
        """Save as a new asset.

        With the `id` of an asset in the form it becomes that asset's new version.
        """
        parameters = Parameters(request)
        if "id" in parameters:
            return _save_version(request, parameters, parameters.text("id"), import_id)
        upload = _import(request, parameters, import_id)
        arguments = serializers.new_asset(parameters, by=request.user)
        try:
            media = saving.save_new(upload, by=request.user, door=Door.api(request), **arguments)
        except uploads.NotYet as error:
            raise NotConverted(error.messages[0]) from error
        answer = serializers.saved(media, upload, request, parameters.text("accessRequestId"))
        return Response(answer, status=201)


class SaveVersion(Endpoint):
    access = {"POST": UPLOAD}

    @documented(shapes.SAVED, status=201, body=shapes.NEW_VERSION, problems=(303,))
    def post(self, request: ApiRequest, media_id: str, import_id: str = "") -> Response:
        """Save as a new asset version.

        Only the file changes, whatever else the form has: some clients send all of the asset's details.
        """
        return _save_version(request, Parameters(request), media_id, import_id)


class SaveAdditional(Endpoint):
    access = {"POST": UPLOAD}

    @documented(shapes.ADDED, status=201, body=shapes.NEW_FILE, problems=(500,))
    def post(self, request: ApiRequest, media_id: str, upload_id: str = "") -> Response:
        """Save as an additional file.

        In place of the call that finalises the upload, or after it.
        """
        parameters, door = Parameters(request), Door.api(request)
        media = find(media_id, by=request.user)
        upload = uploads.own(upload_id or parameters.text("uploadId"), by=request.user, door=door)
        upload = finalised(upload, parameters, in_background=False)
        item = saving.save_additional(upload, media, by=request.user, door=door)
        return Response(
            {"itemId": item.api_id, "mediaid": media.api_id, "batchId": upload.api_id, "success": True},
            status=201,
        )


def _save_version(request: ApiRequest, parameters: Parameters, media_id: str, import_id: str) -> Response:
    media = find(media_id, by=request.user)
    upload = _import(request, parameters, import_id)
    crc32, door = serializers.crc32(parameters), Door.api(request)
    try:
        media = saving.save_version(upload, media, by=request.user, door=door, crc32=crc32)
    except uploads.NotYet as error:
        raise NotConverted(error.messages[0]) from error
    return Response(serializers.saved(media, upload, request), status=201)


def _import(request: ApiRequest, parameters: Parameters, import_id: str) -> Upload:
    identifier = import_id or parameters.text("importId")
    if not identifier:
        message = "No importid provided"
        raise Problem(message, fields={"importId": [message]})
    door = Door.api(request)
    return uploads.own(identifier, by=request.user, door=door, missing="Import ID not found")
