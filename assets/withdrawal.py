"""Taking answers off all assets that have them, when what they answer to goes away."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from portal.audit.record import Actor, Door

from . import history, search_index, values
from .models import Change, DependencyGroup, Media, MediaOption, MediaText, Metaproperty
from .models.media import restricted_options_hidden_from
from .models.metaproperties import OptionQuerySet

BATCH = 500  # of assets, or of what is deleted: a query takes only so many keys


def delete_options(options: OptionQuerySet) -> None:
    """Delete the options, with whatever is below one, and the groups of dependencies that this empties."""
    _delete(options.filter(children=None))  # from below, or the highest would take all of them at once
    _delete(DependencyGroup.objects.filter(dependencies=None))


def withdraw_options(metaproperty: Metaproperty, options: OptionQuerySet, *, by: User, door: Door) -> int:
    """Take these options of the metaproperty off every asset, the trash included; how many assets had one.

    Call it in the transaction that deletes them: each asset's history says what it lost. PermissionDenied
    when one is hidden from `by`: without it, the assets that it hides from them would be seen.
    """
    if restricted_options_hidden_from(by).filter(pk__in=options).exists():
        message = "Options that you may not see would go too. Ask somebody who manages metaproperties."
        raise PermissionDenied(message)
    having = MediaOption.objects.filter(option__in=options)
    number = 0
    while batch := _some_of(having):
        before = values.option_names(metaproperty, batch)
        having.filter(media__in=batch).delete()
        after = values.option_names(metaproperty, batch)
        _note(metaproperty, {pk: [before[pk], after.get(pk, [])] for pk in batch}, by=by, door=door)
        number += len(batch)
    return number


def withdraw_texts(metaproperty: Metaproperty, *, by: Actor, door: Door) -> int:
    """Take what is written for the metaproperty off every asset; how many assets had something."""
    having = MediaText.objects.filter(metaproperty=metaproperty)
    number = 0
    while batch := _some_of(having):
        before = dict(having.filter(media__in=batch).values_list("media_id", "value"))
        having.filter(media__in=batch).delete()
        _note(metaproperty, {pk: [before[pk], ""] for pk in batch}, by=by, door=door)
        number += len(batch)
    return number


def _delete(rows: QuerySet[Any]) -> None:
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=batch).delete()


def _some_of(having: QuerySet[Any]) -> list[int]:
    return list(having.order_by("media_id").values_list("media_id", flat=True).distinct()[:BATCH])


def _note(metaproperty: Metaproperty, lost: Mapping[int, list[Any]], *, by: Actor, door: Door) -> None:
    Media.objects.filter(pk__in=lost).update(modified_at=timezone.now())
    search_index.refresh(lost)
    details = {pk: {values.history_name(metaproperty): change} for pk, change in lost.items()}
    history.write_all(Change.CHANGED, details, by=by, door=door)
