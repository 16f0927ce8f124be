"""Uploads by the protocol of the vendor's SDKs, whose chunks go to what looks like Amazon S3."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.html import escape
from rest_framework.request import Request

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import tickets, uploads
from assets.api.serializers import uploads as serializers
from assets.api.shapes import uploads as shapes
from assets.models import Upload
from portal.api.access import requires, signed
from portal.api.documentation import TEXT, documented
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem, TooLarge
from portal.api.multipart import parts
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door

UPLOAD = requires(Scope.ASSET_WRITE, Permission.UPLOAD_ASSETS) | requires(
    Scope.ASSET_WRITE, Permission.UPLOAD_FOR_APPROVAL
)
_WIRE_NAMES = {"number": "chunkNumber"}  # field of the rules → wire name
_FORM = 64 * 1024  # bytes beside the file in a chunk's form


class NotComplete(Problem):
    """The vendor's answer when a chunk hasn't arrived."""

    status_code = 500
    error = "not_complete"


class UploadEndpoint(Endpoint):
    access = {"GET": UPLOAD}

    @documented(shapes.ENDPOINT)
    def get(self, request: ApiRequest) -> Response:
        """Get closest AmazonS3 upload endpoint.

        The root of this host: one SDK posts there whatever it is told, and another takes only `https`.
        """
        return Response(f"https://{request.get_host()}/")


class UploadInit(Endpoint):
    access = {"POST": UPLOAD}

    @documented(shapes.BEGUN, body=shapes.NEW_UPLOAD)
    def post(self, request: ApiRequest) -> Response:
        """Initialise upload."""
        name = Parameters(request).text("filename")
        try:
            upload = uploads.begin(by=request.user, door=Door.api(request), file_name=name)
        except ValidationError as error:
            (message,) = error.messages  # the vendor's clients look for it by the field's name
            raise Problem(message, fields={"filename": [message]}, filename=message) from error
        return Response(serializers.begun(upload))


class UploadChunk(Endpoint):
    access = {"POST": signed("The policy in the form says who may send what, and until when.")}
    wire_names = {"number": "key"}

    @documented(
        TEXT, status=201, body=shapes.CHUNK, problems=(403,),
        takes=("multipart/form-data",), gives="application/xml",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        """Upload chunk.

        Also at the root of the host. The fields come before the file, whose part needs no file name.
        """
        limit = settings.UPLOAD_CHUNK_BYTES + _FORM
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise TooLarge(limit)
        fields: dict[str, str] = {}
        for part in parts(request, request.META.get("CONTENT_TYPE", ""), limit=limit):
            if part.name == "file":
                identifier, number = tickets.chunk_of(fields)
                upload = Upload.objects.get_or_404(identifier, uploads.MISSING)
                uploads.receive(upload, number, part.content)
                return _received(fields["key"])
            fields[part.name.lower()] = part.text()
        tickets.chunk_of(fields)
        message = "The form has no part named file."
        raise Problem(message, fields={"file": [message]})


class UploadedFile(Endpoint):
    access = {"POST": UPLOAD}
    wire_names = {**_WIRE_NAMES, "file_name": "original_filename"}

    @documented(
        shapes.REGISTERED_OR_FINALISED, status=202, body=shapes.CHUNK_OR_END, problems=(500,),
    )  # fmt: skip
    def post(self, request: ApiRequest, upload_id: str = "") -> Response:
        """Register uploaded chunk.

        With `chunkNumber`; with `chunks` instead it finalises the upload. Once more changes nothing.
        """
        parameters = Parameters(request)
        identifier = upload_id or parameters.text("id")
        upload = uploads.own(identifier, by=request.user, door=Door.api(request))
        if "chunkNumber" in parameters:
            with retryable():
                uploads.register(upload, parameters.number("chunkNumber", 0))
            return Response({"status": "ok"}, status=202)
        return Response(serializers.finalised(finalised(upload, parameters)), status=202)


class UploadPoll(Endpoint):
    access = {"GET": UPLOAD}

    @documented(shapes.POLLED, parameters=(shapes.ITEMS,))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve poll state.

        What is neither done nor failed nor rejected is still being examined. An id that is of no upload
        of the token's counts as failed, so that nobody waits for it.
        """
        items = Parameters(request).list("items")
        states = uploads.states(items, by=request.user, door=Door.api(request))
        return Response(serializers.polled(states))


def finalised(upload: Upload, parameters: Parameters, *, in_background: bool = True) -> Upload:
    """The upload, finalised as the form asks. `s3_filename` and `targetid` say nothing that isn't known."""
    if "chunks" not in parameters:
        message = "Send chunkNumber to register a chunk, or chunks to finalise the upload."
        raise Problem(message, fields={"chunks": [message]})
    with retryable():
        return uploads.finalise(
            upload,
            chunks=parameters.number("chunks", 0, minimum=0, maximum=uploads.MOST_CHUNKS),
            file_name=parameters.text("original_filename"),
            in_background=in_background,
        )


@contextmanager
def retryable() -> Iterator[None]:
    """What is too early gets the vendor's answer, which invites to try again."""
    try:
        yield
    except uploads.NotYet as error:
        message = "Could not complete upload"
        fields = {_WIRE_NAMES.get(name, name): found for name, found in error.message_dict.items()}
        raise NotComplete(message, retry=1, success=False, fields=fields) from error


def _received(key: str) -> HttpResponse:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<PostResponse><Bucket>portal</Bucket><Key>{escape(key)}</Key></PostResponse>"
    )
    return HttpResponse(content, status=201, content_type="application/xml")
