"""The order that people give to things."""

from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet


class Move(StrEnum):
    """Where something goes among its siblings."""

    TOP, UP, DOWN, BOTTOM = "top", "up", "down", "bottom"


def read(text: str) -> Move:
    """The move that a page's button stands for; down for what is none."""
    return next((move for move in Move if move == text), Move.DOWN)


def moved(entry: Model, rows: QuerySet[Any], to: Move) -> list[int] | None:
    """Put `entry` one place up or down among the rows, or at an end, within a transaction.

    Its places before and after, from 1; None when it is at that end already, or gone.
    """
    found = list(rows.select_for_update())
    old = next((place for place, row in enumerate(found) if row.pk == entry.pk), -1)
    last = len(found) - 1
    new = {Move.TOP: 0, Move.UP: max(old - 1, 0), Move.DOWN: min(old + 1, last), Move.BOTTOM: last}[to]
    if old in (-1, new):
        return None
    found.insert(new, found.pop(old))
    changed = [row for position, row in enumerate(found) if row.position != position]
    for position, row in enumerate(found):
        row.position = position
    rows.model.objects.bulk_update(changed, ["position"], batch_size=500)
    return [old + 1, new + 1]
