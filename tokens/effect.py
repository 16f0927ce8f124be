"""What a token can really do: its scopes, held against what its user may do now."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.permissions import Permission
from accounts.scopes import HasPermissions, Scope
from portal.api.operations import Operation, all_operations


@dataclass(frozen=True)
class ScopeEffect:
    """One scope of a token: whether it has effect, what the user lacks, the operations it opens."""

    scope: Scope
    is_effective: bool
    lacks: tuple[Permission, ...]
    operations: tuple[Operation, ...]


def of(scopes: Iterable[Scope], user: HasPermissions) -> list[ScopeEffect]:
    """The effect of each scope for `user` now, in the vocabulary's order."""
    granted = frozenset(scopes)
    return [_effect(scope, user.permissions) for scope in Scope if scope in granted]


def open_operations(scopes: frozenset[Scope], user: HasPermissions) -> list[Operation]:
    """Every operation that a token of `user` with these scopes may call."""
    return [o for o in all_operations() if o.is_open_to(scopes, user.permissions)]


def _effect(scope: Scope, permissions: frozenset[Permission]) -> ScopeEffect:
    alone = frozenset({scope})
    is_effective = scope.has_effect_for(permissions)
    return ScopeEffect(
        scope,
        is_effective,
        () if is_effective else tuple(p for p in Permission if p in scope.any_of),
        tuple(o for o in all_operations() if o.needs(scope) and o.is_open_to(alone, permissions)),
    )
