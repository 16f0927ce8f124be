"""Entries of lists as JSON, as they were made before: to make one takes far longer than to send it.

Nothing ever has to be forgotten because it is outdated: an entry is remembered under all that it depends
on. That is what surrounds it, and a stamp of the asset: when it was modified, which moves with whatever an
entry says of it, and what can change without that.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

ROOM = 2000  # entries that a process remembers with the same surroundings; most have about 1.5 kB
_LARGEST = 4096  # bytes of an entry that is remembered
_SURROUNDINGS = 8  # hosts, profiles and the like

Stamp = Sequence[Any]  # begins with the primary key
Make = Callable[[list[int]], Mapping[int, Any]]


def entries(
    keys: Sequence[int], stamps: Iterable[Stamp], surroundings: Hashable, make: Make
) -> list[orjson.Fragment]:
    """The entries of the assets with these primary keys, in their order; those without a stamp are gone.

    `make` makes those that are unknown: their primary keys → what to show as JSON.
    """
    known = _remembered(surroundings)
    wanted = {stamp[0]: tuple(stamp) for stamp in stamps}
    found = {pk: entry for pk, stamp in wanted.items() if (entry := known.get(stamp))}
    made = make([*(wanted.keys() - found.keys())])
    new = {pk: orjson.dumps(entry) for pk, entry in made.items()}
    if len(known) + len(new) > ROOM:
        known.clear()
    known |= {wanted[pk]: entry for pk, entry in new.items() if len(entry) <= _LARGEST}
    found |= new
    return [orjson.Fragment(found[key]) for key in keys if key in found]


def forget() -> None:
    """Remember nothing any more."""
    _remembered.cache_clear()


@lru_cache(maxsize=_SURROUNDINGS)
def _remembered(surroundings: Hashable) -> dict[Stamp, bytes]:
    return {}
