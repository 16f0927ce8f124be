"""Entries of lists as JSON, as they were made before: to make one takes far longer than to send it.

Nothing ever has to be forgotten because it is outdated: an entry is remembered under all that it depends
on. That is what surrounds it, and a stamp of the asset: when it was modified, which moves with whatever an
entry says of it, and what can change without that.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

ROOM = 2000  # entries that a process remembers with the same surroundings; most have about 1.5 kB
_LARGEST = 4096  # bytes of an entry that is remembered
_SURROUNDINGS = 8  # hosts, profiles and the like

Stamp = tuple[Any, ...]  # begins with the primary key
Make = Callable[[list[int]], Mapping[Stamp, Any]]


def entries(stamps: Iterable[Stamp], surroundings: Hashable, make: Make) -> list[orjson.Fragment]:
    """The entries of the assets with these stamps, in their order.

    `make` makes those that are unknown: their primary keys → what to show as JSON, under the stamps that
    were read with it. An asset may have changed since, or be gone.
    """
    known = _remembered(surroundings)
    found = {stamp[0]: known.get(stamp) for stamp in stamps}
    made = make([pk for pk, entry in found.items() if entry is None])
    new = {stamp: orjson.dumps(entry) for stamp, entry in made.items()}
    if len(known) + len(new) > ROOM:
        known.clear()
    known |= {stamp: entry for stamp, entry in new.items() if len(entry) <= _LARGEST}
    found |= {stamp[0]: entry for stamp, entry in new.items()}
    return [orjson.Fragment(entry) for entry in found.values() if entry]


def forget() -> None:
    """Remember nothing any more."""
    _remembered.cache_clear()


@lru_cache(maxsize=_SURROUNDINGS)
def _remembered(surroundings: Hashable) -> dict[Stamp, bytes]:
    return {}
