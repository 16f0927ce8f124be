"""Dates that come: from then on an asset is archived, limited or watermarked.

A flag is what everything asks, so that lists need no more than an index; a command that runs every
few minutes sets it. The date is used up, so that a person can take the flag back.
"""

from django.db import transaction
from django.utils import timezone

from portal.audit.record import Actor, Door

from . import history
from .models import Change, Media

BATCH = 500
FLAGS = {"archive_at": "is_archived", "limit_at": "is_limited", "watermark_at": "is_watermarked"}


def apply(*, by: Actor, door: Door) -> dict[str, int]:
    """Set the flags whose dates have come: by flag, of how many assets. Each asset's history says so."""
    return {flag: _apply(date, flag, by, door) for date, flag in FLAGS.items()}


def _apply(date: str, flag: str, by: Actor, door: Door) -> int:
    total = 0
    while number := _apply_to_some(date, flag, by, door):
        total += number
    return total


@transaction.atomic
def _apply_to_some(date: str, flag: str, by: Actor, door: Door) -> int:
    now = timezone.now()
    due = Media.objects.filter(**{f"{date}__lte": now}).order_by("pk").select_for_update()
    rows = list(due.values_list("pk", flag, date)[:BATCH])
    changes = {pk: {flag: [before, True], date: [day.isoformat(), None]} for pk, before, day in rows}
    Media.objects.filter(pk__in=changes).update(**{flag: True, date: None}, modified_at=now)
    history.write_all(Change.CHANGED, changes, by=by, door=door)
    return len(rows)
