"""What an endpoint declares per method: the scope and permission it takes, or why it takes none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """A scope of the credential and a permission of its user, where either is asked for."""

    scope: str = ""
    permission: str | None = None

    def is_met_by(self, scopes: frozenset[str], permissions: frozenset[str]) -> bool:
        """Whether both are there."""
        return (not self.scope or self.scope in scopes) and (
            self.permission is None or self.permission in permissions
        )


@dataclass(frozen=True)
class Access:
    """Who may call: whoever meets any one of the requirements; with none, as `why` explains.

    `anonymous`: even without a credential. One that is presented must be valid all the same.
    `signed`: the request carries a signature instead, and the endpoint refuses it without.
    """

    requirements: tuple[Requirement, ...] = ()
    why: str = ""
    anonymous: bool = False
    signed: bool = False

    def __or__(self, other: Access) -> Access:
        return Access(self.requirements + other.requirements, self.why or other.why)


Declaration = Mapping[str, Access]


def requires(scope: str, permission: str | None = None) -> Access:
    """Callers need the scope and, if one is named, their user the permission."""
    return Access((Requirement(scope, permission),))


def any_token(why: str, permission: str | None = None) -> Access:
    """No scope is asked for, for this reason; the user needs the permission, if one is named."""
    return Access((Requirement(permission=permission),) if permission else (), why)


def public(why: str) -> Access:
    """No credential is needed, for this reason."""
    return Access(why=why, anonymous=True)


def signed(why: str) -> Access:
    """No credential is needed, for this reason: a signature in the request, which the endpoint checks."""
    return Access(why=why, anonymous=True, signed=True)
