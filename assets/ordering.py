"""The order that people give to things."""

from typing import Any

from django.db.models import Model, QuerySet


def moved(entry: Model, rows: QuerySet[Any], *, up: bool) -> list[int] | None:
    """Let `entry` change places with the row above or below it, within a transaction.

    Its places before and after, from 1; None when it is at that end already, or gone.
    """
    found = list(rows.select_for_update())
    old = next((place for place, row in enumerate(found) if row.pk == entry.pk), -1)
    new = old - 1 if up else old + 1
    if old < 0 or not 0 <= new < len(found):
        return None
    found[old], found[new] = found[new], found[old]
    for position, row in enumerate(found):
        row.position = position
    rows.model.objects.bulk_update(found, ["position"])
    return [old + 1, new + 1]
