"""Uploads by the vendor's file service, version 7: raw chunks with checksums, numbered from 0."""

from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.requests import ApiRequest
from assets import storage, uploads
from assets.api.shapes import uploads as shapes
from portal.api.documentation import documented
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem, TooLarge
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door

from .uploads import UPLOAD


class PrepareFile(Endpoint):
    access = {"POST": UPLOAD}

    @documented(shapes.PREPARED)
    def post(self, request: ApiRequest) -> Response:
        """Prepare the upload."""
        upload = uploads.begin(by=request.user, door=Door.api(request))
        return Response({"file_id": upload.rfc_id})


class FileChunk(Endpoint):
    access = {"POST": UPLOAD}
    wire_names = {"checksum": "Content-SHA256", "number": "chunk_number"}

    @documented(shapes.PREPARED, status=201, body=shapes.BINARY, takes=("application/octet-stream",))
    def post(self, request: ApiRequest, file_id: str, chunk_number: str) -> Response:
        """Upload a file chunk.

        Compared with the hexadecimal SHA-256 in the header `Content-SHA256`, if there is one.
        """
        upload = uploads.own(file_id, by=request.user, door=Door.api(request))
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_CHUNK_BYTES:
            raise TooLarge(settings.UPLOAD_CHUNK_BYTES)
        if not (chunk_number.isascii() and chunk_number.isdecimal() and len(chunk_number) < 10):
            message = "Chunks are numbered from 0."
            raise Problem(message, fields={"chunk_number": [message]})
        checksum = request.META.get("HTTP_CONTENT_SHA256", "")
        uploads.receive(
            upload,
            int(chunk_number),
            storage.blocks(request),
            counted_from=0,
            checksum=checksum,
            is_registered=True,
        )
        return Response({"file_id": upload.rfc_id}, status=201)


class FinaliseFile(Endpoint):
    access = {"POST": UPLOAD}
    wire_names = {
        "file_name": "fileName", "size": "fileSize", "chunks": "chunksCount", "checksum": "sha256",
    }  # fmt: skip

    @documented(shapes.PREPARED, status=201, body=shapes.FILE)
    def post(self, request: ApiRequest, file_id: str) -> Response:
        """Finalize the upload.

        The file's id is the id of its import. Clients read `X-API-Correlation-ID`, and nothing else.
        """
        upload = uploads.own(file_id, by=request.user, door=Door.api(request))
        parameters = Parameters(request)
        missing = [name for name in ("fileName", "fileSize", "chunksCount") if name not in parameters]
        if missing:
            raise ValidationError(dict.fromkeys(missing, "This field is required."))
        uploads.finalise(
            upload,
            chunks=parameters.number("chunksCount", 0, maximum=uploads.MOST_CHUNKS),
            counted_from=0,
            is_exact=True,
            file_name=parameters.text("fileName"),
            size=parameters.number("fileSize", 0, minimum=0),
            checksum=parameters.text("sha256"),
        )
        headers = {"X-API-Correlation-ID": upload.rfc_id}
        return Response({"file_id": upload.rfc_id}, status=201, headers=headers)
