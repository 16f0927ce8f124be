"""The history of an asset: who did what to it, and through which page or token."""

from typing import Any

from portal.audit.record import Actor, Door

from .models import Change, HistoryEntry, Media


def write(change: Change, media: Media, *, by: Actor, door: Door, **details: Any) -> HistoryEntry:
    """Append an entry; call it in the transaction of the change. `details` are JSON values."""
    return HistoryEntry.objects.create(
        media=media,
        change=change,
        user_id=by.audit_id,
        user_name=by.audit_name[:254],
        door=door.kind,
        key_id=door.key_id,
        details=details,
    )
