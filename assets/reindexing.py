"""Refreshing the search words of many assets: a few at once, more of them in the background."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django_tasks import task
from django_tasks.base import Task

from . import search_index
from .models import Media, MediaOption, MediaText, Metaproperty, Option
from .models.media import MediaQuerySet


def after_renaming(option: Option) -> None:
    """Make its assets findable by the new label."""
    _refresh(_having(option.pk), refresh_assets_with, option.pk)


def after_hiding(metaproperty: Metaproperty) -> None:
    """Make the assets that answer it findable by their answers only if it is hidden from nobody."""
    _refresh(_answering(metaproperty.pk), refresh_assets_answering, metaproperty.pk)


def after_collecting(media_ids: Iterable[int]) -> None:
    """Make these assets findable by the names of the public collections that they are in now."""
    if ids := list(media_ids):
        transaction.on_commit(partial(refresh_assets.enqueue, ids))


@task
def refresh_assets(media_ids: list[int]) -> None:
    """Refresh the search words of these assets; harmless when repeated."""
    for start in range(0, len(media_ids), search_index.BATCH):
        search_index.refresh(media_ids[start : start + search_index.BATCH])


@task
def refresh_assets_with(option_id: int) -> None:
    """Refresh the search words of the assets that have the option; harmless when repeated."""
    search_index.refresh_each(_having(option_id))


@task
def refresh_assets_answering(metaproperty_id: int) -> None:
    """Refresh the search words of the assets that answer the metaproperty; harmless when repeated."""
    search_index.refresh_each(_answering(metaproperty_id))


def _refresh(rows: MediaQuerySet, refresh_later: Task[..., None], key: int) -> None:
    few = list(rows.values_list("pk", flat=True)[: search_index.BATCH + 1])
    if len(few) <= search_index.BATCH:
        search_index.refresh(few)
    else:
        transaction.on_commit(partial(refresh_later.enqueue, key))


def _having(option_id: int) -> MediaQuerySet:
    chosen = MediaOption.objects.filter(option=option_id)
    return _media(Q(pk__in=chosen.values("media")))


def _answering(metaproperty_id: int) -> MediaQuerySet:
    chosen = MediaOption.objects.filter(option__metaproperty=metaproperty_id)
    written = MediaText.objects.filter(metaproperty=metaproperty_id)
    return _media(Q(pk__in=chosen.values("media")) | Q(pk__in=written.values("media")))


def _media(condition: Q) -> MediaQuerySet:
    rows: MediaQuerySet = Media.objects.filter(condition)
    return rows
