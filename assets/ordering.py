"""The order that people give to things."""

from typing import Any

from django.db.models import Model, QuerySet


def moved(entry: Model, rows: QuerySet[Any], steps: int) -> list[int] | None:
    """Put `entry` so many places further down among the rows, or up when negative, within a transaction.

    Its places before and after, from 1; None when it is at that end already, or gone.
    """
    found = list(rows.select_for_update())
    old = next((place for place, row in enumerate(found) if row.pk == entry.pk), -1)
    new = min(max(old + steps, 0), len(found) - 1)
    if old in (-1, new):
        return None
    found.insert(new, found.pop(old))
    changed = [row for position, row in enumerate(found) if row.position != position]
    for position, row in enumerate(found):
        row.position = position
    rows.model.objects.bulk_update(changed, ["position"], batch_size=500)
    return [old + 1, new + 1]
