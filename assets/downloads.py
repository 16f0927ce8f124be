"""Who may download which file, and the short-lived address under which they get it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404

from accounts import permissions
from accounts.models import User
from accounts.permissions import Permission
from portal.audit.record import Door

from . import history, storage
from .models import Change, ItemKind, Media, MediaItem

_SIGNER = signing.TimestampSigner(salt="assets.downloads")
MISSING = "Original file not available"  # the vendor's words
# Which assets need more than the permission to download.
_SPECIAL = (
    ("is_archived", Permission.DOWNLOAD_ARCHIVED),
    ("is_watermarked", Permission.DOWNLOAD_WATERMARKED),
    ("is_limited", Permission.DOWNLOAD_LIMITED),
)


@transaction.atomic
def link(item: MediaItem, *, by: User, door: Door, base_url: str) -> str:
    """An absolute address of the file that needs no credential and soon ends; the download is noted now.

    PermissionDenied names the permission that is missing.
    """
    media = item.media
    if why_not := refusal(media, by):
        raise PermissionDenied(why_not)
    own = f"{base_url}/dl/{_SIGNER.sign_object(item.pk)}/{quote(item.file_name, safe='')}"
    count(media)
    history.write(Change.DOWNLOADED, media, by=by, door=door, file_name=item.file_name)
    return storage.signed_link(item) or own


def refusal(media: Media, by: User) -> str:
    """Why `by` may not have the asset's files; empty when they may. Seeing the asset is another question."""
    needed = [Permission.DOWNLOAD_ASSETS, *(p for flag, p in _SPECIAL if getattr(media, flag))]
    missing = next((permission for permission in needed if not by.has_perm(permission)), None)
    return permissions.refusal(missing, "Downloading this asset") if missing else ""


def linked(signed: str) -> MediaItem | None:
    """The file of an address that `link` gave; None when its time is over.

    Http404 when it isn't ours, or the asset has gone to the trash meanwhile.
    """
    try:
        pk = _SIGNER.unsign_object(signed, max_age=settings.DOWNLOAD_LINK_SECONDS)
    except signing.SignatureExpired:
        return None
    except signing.BadSignature as error:
        raise Http404 from error
    return _found(MediaItem.objects.filter(pk=pk, media__removed_at=None).first())


def original(media: Media, *, version: int | None = None) -> MediaItem:
    """The asset's current original, or the one of the version; Http404 when there is none."""
    rows = media.items.filter(kind=ItemKind.ORIGINAL).select_related("media")
    rows = rows.filter(is_active=True) if version is None else rows.filter(version=version)
    return _found(rows.first())


def of_type(media: Media, kind: str) -> MediaItem:
    """The original, or the newest additional file; ValidationError for another kind, Http404 without one."""
    match kind:
        case ItemKind.ORIGINAL:
            return original(media)
        case ItemKind.ADDITIONAL:
            rows = media.items.filter(kind=ItemKind.ADDITIONAL).select_related("media")
            return _found(rows.order_by("-pk").first())
    message = "Invalid type"
    raise ValidationError(message)


def item(media: Media, identifier: str) -> MediaItem:
    """Any file of the asset, by its id; Http404 when it has none such."""
    rows = MediaItem.objects.filter(media=media).select_related("media")
    found: MediaItem = rows.get_or_404(identifier, MISSING)
    return found


def public_original(**lookup: Any) -> MediaItem:
    """The current original of the asset, for everybody; Http404 if it has no public one."""
    media = Media.objects.with_public_original().filter(**lookup).first()
    if media is None:
        raise Http404
    return original(media)


def count(media: Media) -> None:
    """Count a download. The asset itself has not changed."""
    Media.objects.filter(pk=media.pk).update(downloads=F("downloads") + 1)


def _found(item: MediaItem | None) -> MediaItem:
    if item is None:
        raise Http404(MISSING)
    return item
