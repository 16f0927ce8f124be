"""Approving what waits: uploads of people who may only upload for approval, or who asked for it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from portal.audit.record import Door

from . import history
from .models import Change, Media


@transaction.atomic
def approve(media: Iterable[Media], *, by: User, door: Door) -> int:
    """Let those of the assets through that still wait and that `by` may see; how many.

    Whoever may upload without approval may: PermissionDenied for others.
    """
    require(by, Permission.UPLOAD_ASSETS)
    rows = Media.objects.approvable_by(by).filter(pk__in=[one.pk for one in media])
    # Locked in one order, as everywhere. Whoever comes second waits here, and finds them approved.
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    # Lists remember entries by when an asset was modified, and an entry may name its public original now.
    Media.objects.filter(pk__in=keys).update(awaits_approval=False, modified_at=timezone.now())
    history.write_all(
        Change.CHANGED, {pk: {"awaits_approval": [True, False]} for pk in keys}, by=by, door=door
    )
    return len(keys)
