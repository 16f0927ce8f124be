"""Deleted assets on the wire."""

from assets import addresses
from assets.models import Media

_MOMENT = "%Y-%m-%dT%H:%M:%S+00:00"


def removed(media: Media, base: str) -> dict[str, str]:
    """An entry of Retrieve recently removed assets; the user is the one who removed it."""
    return {
        "id": media.api_id,
        "name": media.name,
        "dateRemoved": f"{media.removed_at:{_MOMENT}}",
        "dateCreated": f"{media.created_at:{_MOMENT}}",
        "username": media.removed_by.username if media.removed_by else "",
        "userId": media.removed_by.api_id if media.removed_by else "",
        "S3_filepointer": addresses.thumbnail(media, "thul", base),
    }
