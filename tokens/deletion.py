"""How a token ends."""

from django.db import transaction

from portal.audit.actions import Action
from portal.audit.record import Actor, Door, record

from .audit import target
from .models import PermanentToken, Tombstone


@transaction.atomic
def delete(key_id: str, *, by: Actor, door: Door) -> Tombstone | None:
    """Delete the token for ever; None when somebody else did so before.

    Tombstone and audit entry are written in the same transaction, so once this returns there is
    no way to use the token and always a record of who ended it.
    """
    token = (
        PermanentToken.objects.select_for_update(of=("self",))
        .select_related("user", "integration")
        .filter(key_id=key_id)
        .first()
    )
    if token is None:
        return None
    tombstone = Tombstone.objects.create(
        key_id=token.key_id,
        description=token.description,
        integration_name=token.integration_name,
        submission=token.submission,
        user_name=token.user.audit_name,
        created_at=token.created_at,
        deleted_at=door.moment,
        deleted_by=by.audit_name,
        last_used_at=token.last_used_at,
    )
    record(
        Action.TOKEN_DELETED,
        by=by,
        door=door,
        target=target(token),
        user=token.user.audit_name,
        integration=token.integration_name,
    )
    token.delete()
    return tombstone
