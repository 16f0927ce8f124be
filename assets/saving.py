"""Making assets, versions and additional files of uploads that have been examined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from portal.audit.record import Door

from . import assembly, derivatives, history, search_index, tags, uploads, values
from .media import NOT_FOUND, set_details
from .models import Brand, Change, ItemKind, Media, MediaItem, MediaType, Upload, UploadState
from .models.media import new_id_hash


class AnotherTypeError(ValidationError):
    """The file is of another type than the asset, which nobody has allowed."""


@transaction.atomic
def save_new(
    upload: Upload,
    *,
    by: User,
    door: Door,
    brand: Brand,
    details: Mapping[str, Any] | None = None,
    tag_names: Sequence[str] = (),
    property_values: values.Values | None = None,
    for_approval: bool = False,
    crc32: int | None = None,
) -> Media:
    """A new asset of the upload's file, findable at once. Its name is the file's unless given.

    It waits for approval when that is asked for or `by` may only upload so. NotYet while the file is
    being examined; ValidationError names what is wrong, as an upload that failed, was rejected or is
    saved already; PermissionDenied when `by` may not make assets public.
    """
    uploads.require_upload(by)
    upload = _ready(upload, crc32)
    media = Media(brand=brand, created_by=by, name=upload.file_name.rpartition(".")[0])
    set_details(media, details or {}, by)
    media.awaits_approval = for_approval or not by.has_perm(Permission.UPLOAD_ASSETS)
    values.require_answers(property_values or {}, by=by)
    _describe(media, upload)
    twins = _twins(upload, by)
    media.save()
    _add_item(media, upload, by=by)
    tags.replace(media, tags.named(tag_names))
    values.assign(media, property_values or {}, by=by)
    _finish(Change.CREATED, media, upload, by=by, door=door, **twins)
    return media


@transaction.atomic
def save_version(
    upload: Upload,
    media: Media,
    *,
    by: User,
    door: Door,
    crc32: int | None = None,
    may_change_type: bool = True,
) -> Media:
    """The upload's file becomes the asset's current one; everything else that is known of it stays.

    Whoever may only upload for approval may do so with their own assets that wait for it. Refuses as
    `save_new` does, and by AnotherTypeError when an image would become a video, say, and may not.
    """
    media = _to_add_to(media, by)
    upload = _ready(upload, crc32)
    if upload.inspection["type"] != media.type and not may_change_type:
        old, new = (MediaType(kind).label for kind in (media.type, upload.inspection["type"]))
        message = f"The asset would change its type, from {old} to {new}. Allow that, then try again."
        raise AnotherTypeError(message)
    twins = _twins(upload, by)
    before = media.version
    media.items.filter(kind=ItemKind.ORIGINAL, is_active=True).update(is_active=False)
    media.version = before + 1
    media.id_hash = new_id_hash()
    media.focus_x = media.focus_y = None  # a place in the former picture
    media.modified_at = timezone.now()
    _describe(media, upload)
    media.save()
    _add_item(media, upload, by=by)
    _finish(Change.NEW_VERSION, media, upload, by=by, door=door, version=[before, media.version], **twins)
    return media


def save_additional(upload: Upload, media: Media, *, by: User, door: Door) -> MediaItem:
    """The upload's file beside the asset's own. A finalised upload is put together here and now.

    Refuses as `save_version` does.
    """
    if upload.state == UploadState.PROCESSING:
        assembly.assemble.call(upload.pk)
    with transaction.atomic():
        media = _to_add_to(media, by)
        upload = _ready(upload, None)
        item = _add_item(media, upload, by=by, kind=ItemKind.ADDITIONAL)
        media.modified_at = timezone.now()
        media.save(update_fields=["modified_at"])
        _finish(Change.FILE_ADDED, media, upload, by=by, door=door)
        return item


def _to_add_to(media: Media, by: User) -> Media:
    """The asset, locked, if `by` may bring files to it."""
    media = Media.objects.kept().locked(media, NOT_FOUND)
    if not (media.awaits_approval and media.created_by_id == by.pk):
        require(by, Permission.UPLOAD_ASSETS, "A file for this asset")
    uploads.require_upload(by)
    return media


def _ready(upload: Upload, crc32: int | None) -> Upload:
    """The upload, locked, if its file can become something, once."""
    upload = Upload.objects.select_related("media").locked(upload, uploads.MISSING)
    match upload.state:
        case UploadState.DONE:
            if crc32 is not None and crc32 != upload.inspection["crc32"]:
                message = f"The file's CRC-32 is {upload.inspection['crc32']}, not {crc32}."
                raise ValidationError({"crc32": message})
            return upload
        case UploadState.OPEN | UploadState.PROCESSING:
            message = "Import not converted yet, please poll"
            raise uploads.NotYet(message)
        case UploadState.SAVED:
            asset = upload.media.api_id if upload.media else "one that is gone"
            message = f"This import has been saved already, as asset {asset}."
            raise ValidationError(message)
    message = f"This import can't be saved. {upload.reason}"
    raise ValidationError(message)


def _describe(media: Media, upload: Upload) -> None:
    """Copy to the asset what lists and filters need to know of its current file."""
    for name in ("type", "extension", "width", "height", "orientation"):
        setattr(media, name, upload.inspection[name])
    media.file_name, media.file_size, media.checksum = upload.file_name, upload.size, upload.checksum


def _add_item(media: Media, upload: Upload, *, by: User, kind: ItemKind = ItemKind.ORIGINAL) -> MediaItem:
    found = upload.inspection
    item: MediaItem = MediaItem.objects.create(
        media=media, kind=kind, version=media.version, file=upload.file.name, file_name=upload.file_name,
        content_type=found["content_type"], size=upload.size, width=found["width"], height=found["height"],
        checksum=upload.checksum, details=found["details"], created_by=by,
    )  # fmt: skip
    return item


def _twins(upload: Upload, by: User) -> dict[str, list[str]]:
    """Other assets with the very same file, as far as `by` may know of them: a fact for the history."""
    rows = Media.objects.visible_to(by).filter(checksum=upload.checksum).exclude(checksum="")
    found = [media.api_id for media in rows.only("uuid").order_by("pk")[:10]]
    return {history.SAME_FILE: found} if found else {}


def _finish(change: Change, media: Media, upload: Upload, *, by: User, door: Door, **details: Any) -> None:
    """The file is the asset's now; make the asset findable, say what happened, draw what is shown of it."""
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.SAVED, media=media, file="", changed_at=timezone.now()
    )
    search_index.refresh([media.pk])
    history.write(change, media, by=by, door=door, file_name=upload.file_name, **details)
    if change != Change.FILE_ADDED:
        derivatives.enqueue(media)
