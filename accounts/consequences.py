"""What a change to people would break: the one hook through which other apps answer."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from .models import User, UserQuerySet
from .permissions import Permission


@dataclass(frozen=True)
class Change:
    """A change about to be made to `users`: the permissions they will have, None when deactivated.

    Users who are inactive now will be active with these permissions.
    """

    users: UserQuerySet
    permissions: frozenset[Permission] | None


@dataclass(frozen=True)
class Consequence:
    """One thing that the change does: `effect` is stops, loses, gains or resumes."""

    effect: str
    subject: str
    user: User
    details: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Consequences:
    """What a change does: the `first` of it, to how many things in all, and a mark that tells it from others.

    The mark stays the same for the same things and the same change, those beyond the first included.
    """

    first: tuple[Consequence, ...] = ()
    count: int = 0
    mark: str = ""

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def more(self) -> int:
        """How many things are changed beside the first."""
        return max(0, self.count - SHOWN)

    @property
    def fingerprint(self) -> str:
        """A short text that is the same for the same consequences: what was confirmed is what will happen."""
        shown = [(effect.effect, effect.url, effect.details) for effect in self.first]
        return sha256(repr((shown, self.count, self.mark)).encode()).hexdigest()[:16]


NOTHING = Consequences()
SHOWN = 100  # things of each source; the rest is counted
Source = Callable[[Change], Consequences]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Have `source` asked before each change."""
    _sources.append(source)


def of(change: Change) -> Consequences:
    """Everything that the change would do, as all sources tell it."""
    found = [source(change) for source in _sources]
    return Consequences(
        tuple(chain.from_iterable(part.first for part in found)),
        sum(part.count for part in found),
        " ".join(part.mark for part in found),
    )
