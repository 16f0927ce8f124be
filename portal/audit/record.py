"""Writing to the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils import timezone

from .actions import Action
from .models import AuditEntry, DoorKind


class Actor(Protocol):
    """Whoever does something: a user, an operator, a token."""

    @property
    def audit_id(self) -> str:
        """A stable id, or an empty string."""

    @property
    def audit_name(self) -> str:
        """What readers of the log see."""

    def has_perm(self, code: str) -> bool:
        """Whether they may do what the code names."""


@dataclass(frozen=True)
class Door:
    """Where something came in, and when: now, unless a past is told."""

    kind: DoorKind
    address: str | None = None
    request_id: str = ""
    key_id: str = ""  # of the token that an API request came with
    at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """When it came in."""
        return self.at or timezone.now()

    @classmethod
    def page(cls, request: HttpRequest) -> "Door":
        """The door of a request made by a browser."""
        request_id = getattr(request, "request_id", "")
        return cls(DoorKind.PAGE, request.META.get("REMOTE_ADDR") or None, request_id)

    @classmethod
    def api(cls, request: HttpRequest) -> "Door":
        """The door of an API request, Django's or DRF's; middleware and endpoint have given it the ids."""
        request_id, key_id = getattr(request, "request_id", ""), getattr(request, "key_id", "")
        return cls(DoorKind.API, request.META.get("REMOTE_ADDR") or None, request_id, key_id)


COMMAND = Door(DoorKind.COMMAND)


@dataclass(frozen=True)
class Target:
    """What something was done to."""

    type: str
    id: str
    name: str


@dataclass(frozen=True)
class NonUser:
    """An actor that is no user, by name: a token, or somebody who failed to sign in."""

    audit_name: str
    audit_id: str = ""

    def has_perm(self, code: str) -> bool:
        """They may do nothing: permissions are of users."""
        return False


def record(
    action: Action, *, by: Actor, door: Door, target: Target | None = None, **details: Any
) -> AuditEntry:
    """Append an entry; call it in the transaction of the change that it reports.

    `details` are JSON values for the reader, never a secret.
    """
    return AuditEntry.objects.create(
        at=door.moment,
        action=action,
        actor_id=by.audit_id,
        actor_name=by.audit_name[:254],
        door=door.kind,
        address=door.address,
        request_id=door.request_id,
        key_id=door.key_id or None,
        target_type=target.type if target else "",
        target_id=target.id if target else "",
        target_name=target.name[:254] if target else "",
        details=details,
    )
