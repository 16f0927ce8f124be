"""The history of an asset: who did what to it, and through which page or token."""

from collections.abc import Mapping
from typing import Any

from portal.audit.record import Actor, Door

from .models import Change, HistoryEntry, Media


def write(change: Change, media: Media, *, by: Actor, door: Door, **details: Any) -> HistoryEntry:
    """Append an entry; call it in the transaction of the change. `details` are JSON values."""
    entry = _entry(change, media.pk, details, by=by, door=door)
    entry.save()
    return entry


def write_all(change: Change, details: Mapping[int, dict[str, Any]], *, by: Actor, door: Door) -> None:
    """Append an entry for each asset, by primary key; as `write`, for what happens to many at once."""
    HistoryEntry.objects.bulk_create(
        [_entry(change, pk, found, by=by, door=door) for pk, found in details.items()], batch_size=500
    )


def _entry(change: Change, pk: int, details: dict[str, Any], *, by: Actor, door: Door) -> HistoryEntry:
    return HistoryEntry(
        media_id=pk,
        at=door.moment,
        change=change,
        user_id=by.audit_id,
        user_name=by.audit_name[:254],
        door=door.kind,
        key_id=door.key_id,
        details=details,
    )
