"""Which files play on an asset's page, for whom, and the address under which the player gets them."""

from __future__ import annotations

import time
from urllib.parse import quote

from django.core import signing
from django.http import Http404

from accounts.models import User

from . import downloads, storage
from .file_types import TYPES
from .models import MediaItem

# What browsers play and can do nothing else with: no other file is ever shown inline. These are types
# that inspection found in the content, whatever a file was called.
PLAYABLE = frozenset(
    {
        "video/mp4", "video/webm", "video/ogg",
        "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/flac", "audio/ogg",
    }
)  # fmt: skip
_TO_BEGIN, _LONGEST = 3600, 24 * 3600  # seconds
_SIGNER = signing.Signer(salt="assets.playing")


def is_playable(extension: str) -> bool:
    """Whether browsers play files that rightly have the extension."""
    return extension in TYPES and TYPES[extension].content_type in PLAYABLE


def address(item: MediaItem, *, by: User) -> str | None:
    """Where a player finds the file for as long as it plays, if it starts within an hour.

    None when browsers don't play it, or `by` may not download it. Playing is no download: nothing is noted.
    """
    if item.content_type not in PLAYABLE or downloads.refusal(item.media, by):
        return None
    seconds = _TO_BEGIN + max(0, min(int(item.details.get("seconds", 0)), _LONGEST))
    signed = _SIGNER.sign_object([item.pk, int(time.time()) + seconds])
    own = f"/play/{signed}/{quote(item.file_name, safe='')}"
    return storage.signed_link(item, is_attachment=False, seconds=seconds) or own


def linked(signed: str) -> MediaItem | None:
    """The file of such an address; None when its time is over, Http404 when it isn't ours."""
    try:
        pk, until = _SIGNER.unsign_object(signed)
    except signing.BadSignature as error:
        raise Http404 from error
    if until < time.time():
        return None
    rows = MediaItem.objects.filter(media__removed_at__isnull=True, content_type__in=PLAYABLE)
    item: MediaItem | None = rows.filter(pk=pk).first()
    if item is None:
        raise Http404(downloads.MISSING)
    return item
