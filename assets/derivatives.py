"""Derivatives: an asset's current file in the size of each preset, made in the background or on demand."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django_tasks import task
from PIL import Image

from portal.api.errors import Unavailable
from portal.api.throttling import is_first

from . import pictures, posters
from .addresses import derivative_format
from .models import Derivative, DerivativePreset, DerivativeState, Media
from .storage import files

logger = logging.getLogger(__name__)

ATTEMPTS = 3
RETRY_AFTER = 60  # seconds until a request makes another attempt at what has failed
DRAWN = ("width", "height", "dpi", "is_crop", "is_extent")  # fields of a preset that show in the picture
_MISSING = "There is no such derivative."


def enqueue(media: Media) -> None:
    """Have all derivatives of the asset's current file made, once the transaction is committed.

    Whoever saves an asset or a new version of its file calls this; those of the old file go.
    """
    rows = [
        Derivative(media=media, preset=preset, id_hash=media.id_hash)
        for preset in DerivativePreset.objects.filter(is_on_the_fly=False)
    ]
    Derivative.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["media", "preset"],
        update_fields=["id_hash", "state", "attempts"],
    )
    transaction.on_commit(partial(render.enqueue, media.pk))


@task()
def render(media_id: int) -> None:
    """Make what is waiting of an asset. What fails is tried three times; then only a request tries again.

    While too many others are drawn, it is left to a request at once, so that no thread waits for long.
    """
    rows = Derivative.objects.select_related("media", "preset").order_by("pk")
    waiting = list(rows.filter(media=media_id, state=DerivativeState.WAITING))
    try:
        is_done = not waiting or _attempt(waiting)
    except Unavailable:
        logger.info("derivatives of asset %s are left for whoever asks for them", media_id)
    else:
        if not is_done:
            render.enqueue(media_id)


def find(id_hash: str, preset_name: str) -> Derivative | None:
    """The finished derivative at a public address; None when it isn't made yet, or there is none."""
    return (
        Derivative.objects.select_related("media", "preset")
        .filter(media__id_hash=id_hash, id_hash=F("media__id_hash"), state=DerivativeState.DONE)
        .filter(preset__name__iexact=preset_name, preset__is_public=True)
        .first()
    )


def make(media: Media, preset_name: str) -> Derivative:
    """The finished derivative of the asset, made now.

    Http404 when there is no public preset of this name, or when making it has failed a moment ago;
    Unavailable when too many pictures are being drawn.
    """
    preset = DerivativePreset.objects.filter(name__iexact=preset_name, is_public=True).first()
    if preset is None:
        raise Http404(_MISSING)
    row, _ = Derivative.objects.get_or_create(media=media, preset=preset, defaults={"id_hash": media.id_hash})
    if row.id_hash != media.id_hash:
        row.id_hash, row.state, row.attempts = media.id_hash, DerivativeState.WAITING, 0
        row.save(update_fields=["id_hash", "state", "attempts"])
    if row.state == DerivativeState.FAILED and not _is_due(row):
        raise Http404(_MISSING)
    if row.state != DerivativeState.DONE:
        _attempt([row])
        row.refresh_from_db()
    if row.state != DerivativeState.DONE:
        raise Http404(_MISSING)
    return row


def outdate(preset: DerivativePreset) -> int:
    """Have all derivatives of a changed preset made anew, each when it is next asked for; how many."""
    rows = Derivative.objects.filter(preset=preset)
    return rows.update(state=DerivativeState.WAITING, attempts=0)


def refocus(media: Media) -> int:
    """Have the derivatives that are cut around the asset's focus point made anew; how many.

    Whoever changes the focus point calls this.
    """
    rows = Derivative.objects.filter(media=media, preset__is_crop=True)
    return rows.update(state=DerivativeState.WAITING, attempts=0)


def _is_due(failed: Derivative) -> bool:
    # Without a cache, rather no picture than an attempt for every request.
    return is_first(f"derivative:{failed.pk}", in_seconds=RETRY_AFTER, if_unknown=False)


def _attempt(rows: Sequence[Derivative]) -> bool:
    """Make derivatives of one asset; whether it worked. Their attempts and state tell how far they are.

    Unavailable when there is no turn for them; that is no attempt.
    """
    with posters.turn_of(rows[0].media):
        return _drawn(rows)


def _drawn(rows: Sequence[Derivative]) -> bool:
    try:
        _draw(rows)
    except Exception:
        logger.exception("derivatives of asset %s can't be made", rows[0].media_id)
        left = Derivative.objects.filter(pk__in=[row.pk for row in rows], state=DerivativeState.WAITING)
        left.update(attempts=F("attempts") + 1)
        left.filter(attempts__gte=ATTEMPTS).update(state=DerivativeState.FAILED)
        return False
    return True


def _draw(rows: Sequence[Derivative]) -> None:
    media = rows[0].media
    largest = max(max(row.preset.width, row.preset.height) for row in rows)
    source = posters.of(media, largest * posters.SHARPER)
    extension = derivative_format(media)
    for row in rows:
        picture = pictures.fitted(source, row.preset, pictures.focus(media))
        content = pictures.encoded(picture, extension, dpi=row.preset.dpi)
        name = f"derivatives/{row.id_hash}/{row.preset.name}-{secrets.token_hex(4)}.{extension}"
        _keep(row, files().save(name, ContentFile(content)), picture, len(content))


def _keep(row: Derivative, name: str, picture: Image.Image, size: int) -> None:
    """Note the file that was made, unless another process was quicker, or file or preset have changed."""
    wanted = {f"preset__{field}": getattr(row.preset, field) for field in DRAWN}
    unfinished = Derivative.objects.exclude(state=DerivativeState.DONE)
    kept = unfinished.filter(
        pk=row.pk, file=row.file.name, id_hash=row.id_hash, media__id_hash=row.id_hash, **wanted
    ).update(
        state=DerivativeState.DONE, file=name, width=picture.width, height=picture.height, size=size
    )  # fmt: skip
    obsolete = row.file.name if kept else name
    if obsolete:
        files().delete(obsolete)
