"""The end of deleted assets: after 30 days nobody can restore them, and they are purged."""

from collections.abc import Collection, Iterator

from django.db import transaction

from . import storage
from .models import Derivative, Media, MediaItem

BATCH = 100


def purge() -> tuple[int, int]:
    """Remove all assets that nobody can restore any more, with their files: how many assets and files.

    Files go first. If that fails half-way, the assets are still there to be purged the next time, so
    that no file is ever left without its asset.
    """
    assets = files = 0
    while keys := list(Media.objects.past_restoring().order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for name in _files(keys):
            storage.files().delete(name)
            files += 1
        with transaction.atomic():
            Media.objects.filter(pk__in=keys).delete()
        assets += len(keys)
    return assets, files


def _files(keys: Collection[int]) -> Iterator[str]:
    for model in (MediaItem, Derivative):
        yield from model.objects.filter(media__in=keys).exclude(file="").values_list("file", flat=True)
