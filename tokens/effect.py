"""What a token can really do: its scopes, held against what its user may do now."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from accounts.scopes import Scope
from portal.api.operations import Operation, all_operations


@dataclass(frozen=True)
class ScopeEffect:
    """One scope of a token: whether it has effect, what the user's profile lacks, the operations it opens.

    Nothing lacks and no effect: the user is inactive.
    """

    scope: Scope
    is_effective: bool
    lacks: tuple[Permission, ...]
    operations: tuple[Operation, ...]


def of(scopes: Iterable[Scope], user: User) -> list[ScopeEffect]:
    """The effect of each scope for `user` now, in the vocabulary's order."""
    granted = frozenset(scopes)
    return [_effect(scope, user) for scope in Scope if scope in granted]


def open_operations(scopes: frozenset[Scope], user: User) -> list[Operation]:
    """Every operation that a token of `user` with these scopes may call."""
    if not user.is_active:
        return []
    return [o for o in all_operations() if o.is_open_to(scopes, user.permissions)]


def _effect(scope: Scope, user: User) -> ScopeEffect:
    alone = frozenset({scope})
    has_permission = scope.has_effect_for(user.profile.permissions)
    return ScopeEffect(
        scope,
        user.is_active and has_permission,
        () if has_permission else tuple(p for p in Permission if p in scope.any_of),
        tuple(o for o in open_operations(alone, user) if o.needs(scope)),
    )
