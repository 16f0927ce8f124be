"""Files that come in one piece, with a form: they go the same way as those that come in chunks."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.models import User
from portal.audit.record import Door

from . import assembly, uploads
from .models import Upload, UploadState


def received(file: File, *, by: User, door: Door) -> Upload:
    """The upload of the file, examined and ready to be saved.

    ValidationError says why it can't become anything; else it refuses as `uploads` does.
    """
    upload = uploads.begin(by=by, door=door, file_name=file.name or "")
    number = 0
    for number, piece in enumerate(_pieces(file), start=1):
        uploads.receive(upload, number, [piece], is_registered=True)
    upload = uploads.finalise(upload, chunks=number, in_background=False)
    assembly.assemble.call(upload.pk)
    upload.refresh_from_db()
    if upload.state != UploadState.DONE:
        raise ValidationError(upload.reason)
    return upload


def _pieces(file: File) -> Iterator[bytes]:
    """At least one, so that an empty file is told to be empty."""
    yield file.read(settings.UPLOAD_CHUNK_BYTES)
    while piece := file.read(settings.UPLOAD_CHUNK_BYTES):
        yield piece
