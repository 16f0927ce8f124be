"""Deleted assets on the wire."""

from assets import addresses
from assets.models import Media
from portal.api.moments import with_offset


def removed(media: Media, base: str) -> dict[str, str]:
    """An entry of Retrieve recently removed assets; the user is the one who removed it."""
    assert media.removed_at is not None  # noqa: S101
    return {
        "id": media.api_id,
        "name": media.name,
        "dateRemoved": with_offset(media.removed_at),
        "dateCreated": with_offset(media.created_at),
        "username": media.removed_by.username if media.removed_by else "",
        "userId": media.removed_by.api_id if media.removed_by else "",
        "S3_filepointer": addresses.thumbnail(media, "thul", base),
    }
