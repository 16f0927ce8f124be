"""Finding and removing what failures and abandoned uploads left behind, and taking up unfinished work."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from . import assembly, derivatives, storage
from .models import Derivative, DerivativeState, Upload, UploadState

LEAST = timedelta(hours=1)  # a chunk that is coming in has no row for as long as that may take
SILENT = timedelta(minutes=15)  # after which work that nobody reports from counts as interrupted


@dataclass(frozen=True)
class Report:
    """How much was taken up again, and how many abandoned uploads and files that no row names removed."""

    resumed: int
    drawn: int  # assets whose derivatives were taken up again
    uploads: int
    files: int


def sweep(older_than: timedelta) -> Report:
    """Remove what has been lying about for longer than `older_than`. It can run at any time, and twice.

    ValidationError when that is so short that it may be in use; Unavailable when the storage is away.
    """
    if older_than < LEAST:
        message = f"What is younger than {LEAST.seconds // 60} minutes may still be in use."
        raise ValidationError(message)
    resumed, drawn = _resume(), _draw()
    uploads = _remove_abandoned(timezone.now() - older_than)
    _remove_scratch(time.time() - older_than.total_seconds())
    with storage.needed():
        files = _remove_unnamed(timezone.now() - older_than)
    return Report(resumed, drawn, uploads, files)


def _resume() -> int:
    waiting = Upload.objects.filter(state=UploadState.PROCESSING, changed_at__lt=timezone.now() - SILENT)
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        assembly.assemble.enqueue(pk)
    return len(ids)


def _draw() -> int:
    """Assets with derivatives that were never made; those that are only outdated wait to be asked for."""
    waiting = Derivative.objects.filter(
        state=DerivativeState.WAITING, file="", media__modified_at__lt=timezone.now() - SILENT
    )
    ids = list(waiting.order_by("media_id").values_list("media_id", flat=True).distinct())
    for pk in ids:
        derivatives.render.enqueue(pk)
    return len(ids)


def _remove_abandoned(before: datetime) -> int:
    """Those that were never finished, saved or fetched; and the notes about those that were saved."""
    removed = 0
    rows = Upload.objects.exclude(state=UploadState.PROCESSING).filter(changed_at__lt=before)
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            upload = rows.select_for_update().filter(pk=pk).first()
            if upload is None:  # it went on meanwhile
                continue
            stored = [*upload.chunks.values_list("file", flat=True), upload.file.name]
            names = list(filter(None, stored))
            removed += upload.state != UploadState.SAVED
            upload.delete()
        storage.discard.call(names)
    return removed


def _remove_unnamed(before: datetime) -> int:
    removed = 0
    found = storage.names()
    while names := tuple(islice(found, 500)):
        named = _named(names)
        old = [name for name in names if name not in named and _is_older(name, before)]
        storage.discard.call(old)
        removed += len(old)
    return removed


def _named(names: tuple[str, ...]) -> set[str]:
    """Those of the names that a row has."""
    return {
        found
        for model in apps.get_app_config("assets").get_models()
        for field in model._meta.fields
        if isinstance(field, models.FileField)
        for found in model._default_manager.filter(**{f"{field.name}__in": names}).values_list(
            field.name, flat=True
        )
    }


def _is_older(name: str, before: datetime) -> bool:
    try:
        return storage.files().get_modified_time(name) < before
    except FileNotFoundError:
        return False


def _remove_scratch(before: float) -> None:
    """Temporary files of a process that was killed."""
    if settings.SCRATCH_DIR.exists():
        for entry in settings.SCRATCH_DIR.iterdir():
            if entry.stat().st_mtime < before:
                entry.unlink()
