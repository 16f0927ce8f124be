"""Refreshing the search words of all assets that have an option, when its label changes."""

from functools import partial

from django.db import transaction
from django_tasks import task

from . import search_index
from .models import MediaOption, Option

BATCH = 500  # assets


def after_renaming(option: Option) -> None:
    """Make its assets findable by the new label: a few at once, more of them in the background."""
    having = MediaOption.objects.filter(option=option).values_list("media_id", flat=True)
    few = list(having[: BATCH + 1])
    if len(few) <= BATCH:
        search_index.refresh(few)
    else:
        transaction.on_commit(partial(refresh_assets_with.enqueue, option.pk))


@task
def refresh_assets_with(option_id: int) -> None:
    """Refresh the search words of the assets that have the option; harmless when repeated."""
    having = MediaOption.objects.filter(option=option_id).order_by("media_id")
    last = 0
    while batch := list(having.filter(media__gt=last).values_list("media_id", flat=True)[:BATCH]):
        search_index.refresh(batch)
        last = batch[-1]
