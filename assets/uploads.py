"""Files on their way in: begun, received in chunks, registered, finalised; `saving` makes assets of them.

An upload belongs to the credential that began it: for another token, even of the same user, it
doesn't exist.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.permissions import Permission, require
from portal.api.errors import TooLarge
from portal.api.identifiers import parse
from portal.audit.record import Door

from . import assembly, file_names, storage
from .models import Chunk, Upload, UploadState

MISSING = "Upload doesn't exist"  # the vendor's words
MOST_CHUNKS = 100_000
_SHA256 = re.compile(r"[0-9a-f]{64}", re.IGNORECASE | re.ASCII)


class NotYet(ValidationError):  # noqa: N818
    """What must come first hasn't come: a chunk, or the end of the examination. Trying again may help."""


def begin(*, by: User, door: Door, file_name: str | None = None) -> Upload:
    """A new upload. Its file may get its name at the end.

    ValidationError when the name is none; PermissionDenied when `by` may upload nothing.
    """
    require_upload(by)
    name = "" if file_name is None else file_names.cleaned(file_name)
    upload: Upload = Upload.objects.create(user=by, key_id=door.key_id, file_name=name)
    return upload


def own(identifier: str, *, by: User, door: Door, missing: str = MISSING) -> Upload:
    """The upload with this id, if it was begun with the same credential; Http404 with `missing` otherwise."""
    upload: Upload = Upload.objects.filter(user=by, key_id=door.key_id).get_or_404(identifier, missing)
    return upload


def receive(
    upload: Upload,
    number: int,
    content: Iterable[bytes],
    *,
    counted_from: int = 1,
    checksum: str = "",
    is_registered: bool = False,
) -> Chunk:
    """Keep a chunk, in place of one with the same number that came before.

    Clients count from 1, as the portal does, or from 0. `content` is read once, block by block.
    ValidationError when the number or the SHA-256 is wrong or the upload is finalised; TooLarge;
    Unavailable when it can't be stored. Then nothing is kept.
    """
    _must_be_open(upload)
    number = _counted_from_one(number, counted_from)
    with storage.needed():
        scratch = storage.Scratch()
    with scratch:
        with storage.needed():
            digest = _filled(scratch, content)
        if checksum and not constant_time_compare(_sha256(checksum), digest):
            raise ValidationError(
                {"checksum": f"The chunk's SHA-256 is {digest}, not the one that was sent."}
            )
        size = scratch.tell()
        with storage.kept(f"chunks/{upload.rfc_id}/{number}-{uuid.uuid4().hex}", scratch) as name:
            return _put(upload, number, name, size, is_registered=is_registered)


@transaction.atomic
def register(upload: Upload, number: int) -> None:
    """Count a received chunk in; once more changes nothing. NotYet when it hasn't arrived."""
    number = _counted_from_one(number, 1)
    upload = Upload.objects.locked(upload, MISSING)
    if upload.state != UploadState.OPEN:
        return
    if not upload.chunks.filter(number=number).update(is_registered=True):
        raise NotYet({"number": f"Chunk {number} hasn't arrived. Send it again."})
    upload.save(update_fields=["changed_at"])


@transaction.atomic
def finalise(
    upload: Upload,
    *,
    chunks: int,
    counted_from: int = 1,
    is_exact: bool = False,
    file_name: str = "",
    size: int | None = None,
    checksum: str = "",
    in_background: bool = True,
) -> Upload:
    """Put the registered chunks together and examine the file, in the background; once more changes nothing.

    `chunks` is how many there are at least, for clients are known to say 1 of many, or `is_exact`ly.
    `file_name` replaces the one that the upload began with. NotYet when chunks are missing;
    ValidationError when `size` isn't theirs, `checksum` is no SHA-256 or there is no name.
    """
    upload = Upload.objects.locked(upload, MISSING)
    if upload.state != UploadState.OPEN:
        return upload
    checksum = _sha256(checksum) if checksum else ""
    _must_be_complete(upload, chunks, counted_from, is_exact=is_exact)
    if size is not None and size != (total := upload.chunks.aggregate(total=Sum("size"))["total"]):
        raise ValidationError({"size": f"{total} bytes have arrived, not {size}."})
    if file_name or not upload.file_name:
        upload.file_name = file_names.cleaned(file_name)
    upload.chunk_count = upload.chunks.filter(is_registered=True).count()
    upload.expected_checksum = checksum
    upload.state = UploadState.PROCESSING
    upload.save()
    if in_background:
        transaction.on_commit(lambda: assembly.assemble.enqueue(upload.pk))
    return upload


def states(identifiers: Iterable[str], *, by: User, door: Door) -> dict[str, UploadState | None]:
    """How far each upload of the credential's is, by id as it was sent; None for what is none of them."""
    wanted = list(identifiers)
    rows = Upload.objects.filter(user=by, key_id=door.key_id).with_ids(wanted)
    found = {uuid: UploadState(state) for uuid, state in rows.values_list("uuid", "state")}
    return {text: found.get(parse(text)) for text in wanted}


def require_upload(by: User) -> None:
    """PermissionDenied unless `by` may upload, be it for approval."""
    if not by.has_perm(Permission.UPLOAD_FOR_APPROVAL):
        require(by, Permission.UPLOAD_ASSETS, "Uploading")


def _must_be_complete(upload: Upload, chunks: int, counted_from: int, *, is_exact: bool) -> None:
    numbers = set(upload.chunks.filter(is_registered=True).values_list("number", flat=True))
    wanted = set(range(1, max(chunks, *numbers, 1) + 1))
    if missing := sorted(wanted - numbers):
        named = ", ".join(str(number - 1 + counted_from) for number in missing[:10])
        raise NotYet({"chunks": f"These chunks haven't been registered: {named}."})
    if is_exact and len(numbers) != chunks:
        raise ValidationError({"chunks": f"{len(numbers)} chunks have arrived, not {chunks}."})


def _counted_from_one(number: int, counted_from: int) -> int:
    """The chunk's number here; ValidationError when a client that counts so can't have it."""
    last = MOST_CHUNKS - 1 + counted_from
    if not counted_from <= number <= last:
        raise ValidationError({"number": f"Chunks are numbered from {counted_from} to {last}."})
    return number + 1 - counted_from


def _sha256(text: str) -> str:
    """The checksum in lower case; ValidationError when it is none."""
    if not _SHA256.fullmatch(text):
        raise ValidationError({"checksum": "Send a SHA-256 as 64 hexadecimal digits."})
    return text.lower()


def _filled(scratch: storage.Scratch, content: Iterable[bytes]) -> str:
    """The SHA-256 of what was written."""
    digest, left = hashlib.sha256(), settings.UPLOAD_CHUNK_BYTES
    for block in content:
        left -= len(block)
        if left < 0:
            raise TooLarge(settings.UPLOAD_CHUNK_BYTES)
        digest.update(block)
        scratch.write(block)
    return digest.hexdigest()


@transaction.atomic
def _put(upload: Upload, number: int, name: str, size: int, *, is_registered: bool) -> Chunk:
    upload = Upload.objects.locked(upload, MISSING)
    _must_be_open(upload)
    before = Chunk.objects.filter(upload=upload, number=number).first()
    chunk = before or Chunk(upload=upload, number=number)
    if before and (replaced := before.file.name):
        transaction.on_commit(lambda: storage.discard.call([replaced]))
    chunk.file, chunk.size = name, size
    chunk.is_registered = chunk.is_registered or is_registered
    chunk.save()
    upload.changed_at = timezone.now()
    upload.save(update_fields=["changed_at"])
    return chunk


def _must_be_open(upload: Upload) -> None:
    if upload.state != UploadState.OPEN:
        message = "The upload is finalised already. Begin a new one."
        raise ValidationError(message)
