"""What a change to people would break: the one hook through which other apps answer."""

from collections.abc import Callable, Iterable
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


Source = Callable[[Change], Iterable[Consequence]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Have `source` asked before each change."""
    _sources.append(source)


def of(change: Change) -> list[Consequence]:
    """Everything that the change would do, as all sources tell it."""
    return list(chain.from_iterable(source(change) for source in _sources))


def fingerprint(effects: Iterable[Consequence]) -> str:
    """A short text that is the same for the same consequences: what was confirmed is what will happen."""
    shown = [(effect.effect, effect.url, effect.details) for effect in effects]
    return sha256(repr(shown).encode()).hexdigest()[:16]
