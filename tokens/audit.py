"""How the audit log refers to tokens."""

from portal.audit.record import NonUser, Target

from .models import PermanentToken, Tombstone


def target(token: PermanentToken | Tombstone) -> Target:
    """The token as what something was done to."""
    return Target("token", token.key_id, token.description)


def itself(token: PermanentToken) -> NonUser:
    """The token as the one that does something."""
    return NonUser(str(token), token.key_id)
