"""The end of deleted assets: somebody removes them for good, or 30 days are over and they are purged."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from accounts.models import User
from accounts.permissions import Permission, require
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from . import storage
from .models import CollectionMedia, Derivative, Media, MediaItem, Usage

BATCH = 100


@dataclass(frozen=True)
class Losses:
    """What goes with assets: how many files of how many bytes, pictures of them, and where they were."""

    files: int
    size: int
    pictures: int
    uses: int
    collections: int


def losses(media: Collection[Media]) -> Losses:
    """What would be lost with these assets; four queries."""
    items = MediaItem.objects.filter(media__in=media).aggregate(
        files=Count("pk"), size=Sum("size", default=0)
    )
    inside = CollectionMedia.objects.filter(media__in=media)
    return Losses(
        **items,
        pictures=Derivative.objects.filter(media__in=media).exclude(file="").count(),
        uses=Usage.objects.filter(media__in=media).count(),
        collections=inside.values("collection").distinct().count(),
    )


def purge(media: Iterable[Media], *, by: User, door: Door) -> int:
    """Remove for good those of the assets that are in the trash; how many.

    Whoever may delete assets may: PermissionDenied for others.
    """
    require(by, Permission.DELETE_ASSETS)
    return _remove([one.pk for one in media], by=by, door=door)[0]


def purge_due(*, by: Actor, door: Door) -> tuple[int, int]:
    """Remove for good all assets that nobody can restore any more: how many, and how many files."""
    assets = files = 0
    while keys := list(Media.objects.past_restoring().order_by("pk").values_list("pk", flat=True)[:BATCH]):
        gone, lost = _remove(keys, by=by, door=door)
        assets, files = assets + gone, files + lost
    return assets, files


@transaction.atomic
def _remove(keys: Collection[int], *, by: Actor, door: Door) -> tuple[int, int]:
    """Remove those of the assets that are still in the trash, and their files once that is committed.

    What can't be deleted then belongs to no asset any more, so `assets sweep` finds it.
    """
    rows = Media.objects.filter(pk__in=keys, removed_at__isnull=False).order_by("pk")
    gone = list(rows.select_for_update(of=("self",)).select_related("removed_by"))
    files = _files(gone)
    for media in gone:
        number = len(files[media.pk])
        record(Action.ASSET_PURGED, by=by, door=door, target=target(media), **_facts(media), files=number)
    names = [name for found in files.values() for name in found]
    if names:
        transaction.on_commit(partial(storage.discard.enqueue, names))
    Media.objects.filter(pk__in=[media.pk for media in gone]).delete()
    return len(gone), len(names)


def target(media: Media) -> Target:
    """How the audit log refers to the asset."""
    return Target("asset", media.api_id, str(media))


def _facts(media: Media) -> dict[str, Any]:
    """What nobody could tell any more: the name of its file, and who deleted it when."""
    assert media.removed_at is not None  # noqa: S101
    return {
        "file_name": media.file_name,
        "deleted_by": media.removed_by.audit_name if media.removed_by else "",
        "deleted_at": media.removed_at.isoformat(timespec="seconds"),
    }


def _files(media: Collection[Media]) -> dict[int, list[str]]:
    """Primary key of each asset → the names of its files and pictures; two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    for model in (MediaItem, Derivative):
        rows = model.objects.filter(media__in=media).exclude(file="")
        for pk, name in rows.values_list("media_id", "file"):
            found[pk].append(name)
    return found
