"""Making one file of an upload's chunks, and finding out what it is: work for the background."""

from __future__ import annotations

import hashlib
import logging
import uuid
import zlib
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from . import file_names, inspection, storage
from .models import Upload, UploadState

MOST_ATTEMPTS = 3
BETWEEN_ATTEMPTS = timedelta(seconds=10)
logger = logging.getLogger(__name__)


class Superseded(Exception):  # noqa: N818
    """Another attempt has ended the upload meanwhile."""


@task()
def assemble(upload_id: int) -> None:
    """Turn a finalised upload into one that can be saved, or has failed with a reason.

    It may run again at any time: only an upload that is being processed is touched. What fails for a
    reason of the portal's is tried three times.
    """
    upload = _claimed(upload_id)
    if upload is None:
        return
    try:
        _attempt(upload)
    except Superseded:
        return
    except inspection.Rejected as refusal:
        _end(upload, UploadState.REJECTED, reason=str(refusal)[:250])
    except Exception:
        logger.exception("upload %s failed, attempt %s", upload.rfc_id, upload.attempts)
        _try_again(upload)


def _claimed(upload_id: int) -> Upload | None:
    """The upload, with one more attempt; None when there is nothing to do, or no attempt is left."""
    waiting: models.QuerySet[Upload] = Upload.objects.filter(pk=upload_id, state=UploadState.PROCESSING)
    left = waiting.filter(attempts__lt=MOST_ATTEMPTS)
    if left.update(attempts=F("attempts") + 1, changed_at=timezone.now()):
        return waiting.first()
    for upload in waiting:
        _give_up(upload)
    return None


def _attempt(upload: Upload) -> None:
    with storage.Scratch() as whole:
        checksum, crc32 = _joined(upload, whole)
        size = whole.tell()
        if upload.expected_checksum not in ("", checksum):
            reason = f"The file's SHA-256 is {checksum}, not the one that was sent."
            _end(upload, UploadState.FAILED, reason=reason)
            return
        found = inspection.inspect(whole, upload.file_name)
        name = uuid.uuid4().hex
        with storage.kept(f"originals/{name[:2]}/{name}.{found.extension}", whole) as stored:
            _end(
                upload,
                UploadState.DONE,
                file=stored,
                file_name=file_names.with_extension(upload.file_name, found.extension),
                size=size,
                checksum=checksum,
                inspection={**asdict(found), "crc32": crc32},
            )


def _joined(upload: Upload, whole: storage.Scratch) -> tuple[str, int]:
    """The SHA-256 and the CRC-32 of the chunks, which are now in `whole`."""
    digest, crc32 = hashlib.sha256(), 0
    for chunk in upload.chunks.filter(is_registered=True).order_by("number"):
        with chunk.file.open("rb") as file:
            for block in storage.blocks(file):
                digest.update(block)
                crc32 = zlib.crc32(block, crc32)
                whole.write(block)
    return digest.hexdigest(), crc32


def _try_again(upload: Upload) -> None:
    if upload.attempts >= MOST_ATTEMPTS:
        _give_up(upload)
        return
    later = assemble
    if assemble.get_backend().supports_defer:
        later = assemble.using(run_after=timezone.now() + BETWEEN_ATTEMPTS)
    later.enqueue(upload.pk)


def _give_up(upload: Upload) -> None:
    _end(upload, UploadState.FAILED, reason="The portal couldn't put the file together. Upload it again.")


@transaction.atomic
def _end(upload: Upload, state: UploadState, **changes: Any) -> None:
    """Superseded when another attempt was quicker. The chunks have done their duty either way."""
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.PROCESSING)
    if not waiting.update(state=state, changed_at=timezone.now(), **changes):
        raise Superseded
    chunks = list(upload.chunks.values_list("file", flat=True))
    upload.chunks.all().delete()
    transaction.on_commit(lambda: storage.discard.call(chunks))
