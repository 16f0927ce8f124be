"""Rules about metaproperties: creating, changing, deleting."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Length

from accounts.models import User
from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from .models import MediaOption, MediaText, Metaproperty, MetapropertyType, Option
from .models.metaproperties import WRITTEN_TYPES
from .values import LONGEST_TEXT
from .withdrawal import delete_options, withdraw_options, withdraw_texts

# What a change may set; dependencies have rules of their own.
DETAILS = (
    "name", "label", "labels", "type", "position", "is_multiselect", "is_multifilter", "is_required",
    "is_main_filter", "is_filterable", "is_api_field", "is_display_field", "is_drilldown", "is_editable",
    "show_in_list_view", "show_in_grid_view", "show_in_duplicate_view",
)  # fmt: skip


@transaction.atomic
def create(*, by: Actor, door: Door, details: Mapping[str, Any]) -> Metaproperty:
    """A new metaproperty, the last in the order unless it has a position.

    `details` has the values of `DETAILS`; the label is the name unless given. ValidationError names the
    field that is missing, taken or wrong.
    """
    metaproperty = Metaproperty(**_known(details))
    metaproperty.label = metaproperty.label or metaproperty.name
    if "position" not in details:
        last = Metaproperty.objects.aggregate(last=Max("position", default=0))["last"]
        metaproperty.position = last + 1
    validation.check(metaproperty)
    metaproperty.save()
    record(Action.METAPROPERTY_CREATED, by=by, door=door, target=target(metaproperty), type=metaproperty.type)
    return metaproperty


@transaction.atomic
def change(metaproperty: Metaproperty, *, by: Actor, door: Door, details: Mapping[str, Any]) -> Metaproperty:
    """Change what is given, leave the rest.

    Refuses as `create`, and whatever would lose answers that assets have.
    """
    metaproperty = Metaproperty.objects.locked(metaproperty)
    changes = {
        name: [getattr(metaproperty, name), value]
        for name, value in _known(details).items()
        if getattr(metaproperty, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(metaproperty, name, value)
    lost = {
        "type": _lost_answers(metaproperty, was=changes["type"][0]) if "type" in changes else "",
        "is_multiselect": _lost_choices(metaproperty) if "is_multiselect" in changes else "",
    }
    validation.check(metaproperty, {name: message for name, message in lost.items() if message})
    if changes:
        metaproperty.save()
        record(Action.METAPROPERTY_CHANGED, by=by, door=door, target=target(metaproperty), **changes)
    return metaproperty


@transaction.atomic
def delete(metaproperty: Metaproperty, *, by: User, door: Door) -> None:
    """Remove the metaproperty, its options and every answer to it; histories and audit say so.

    PermissionDenied when one of the options is hidden from `by`.
    """
    metaproperty = Metaproperty.objects.locked(metaproperty)
    options = Option.objects.filter(metaproperty=metaproperty)
    assets = withdraw_options(metaproperty, options, by=by, door=door)
    assets += withdraw_texts(metaproperty, by=by, door=door)
    gone = target(metaproperty)
    delete_options(options)
    metaproperty.delete()
    record(Action.METAPROPERTY_DELETED, by=by, door=door, target=gone, assets=assets)


def in_use(metaproperty: Metaproperty) -> int:
    """How many assets, those in the trash included, have an answer to it."""
    having = MediaOption.objects.filter(option__metaproperty=metaproperty)
    texts = MediaText.objects.filter(metaproperty=metaproperty)
    return having.values("media").distinct().count() + texts.count()


def target(metaproperty: Metaproperty) -> Target:
    """How the audit log refers to the metaproperty."""
    return Target("metaproperty", metaproperty.rfc_id, metaproperty.label)


def _known(details: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: details[name] for name in DETAILS if name in details}
    return {name: value.strip() if isinstance(value, str) else value for name, value in known.items()}


def _lost_answers(metaproperty: Metaproperty, *, was: str) -> str:
    """What is wrong when answers that are there don't fit the new type."""
    if was in WRITTEN_TYPES:
        number, what = _unfit(metaproperty).count(), "answer"
    else:
        number, what = 0 if metaproperty.has_options else metaproperty.options.count(), "option"
    if not number:
        return ""
    return (
        f"{metaproperty.get_type_display()} would lose {number} {what}{'s' if number > 1 else ''}. "
        "Delete what would be lost first, or create another metaproperty."
    )


def _unfit(metaproperty: Metaproperty) -> QuerySet[MediaText]:
    """What is written that isn't of the metaproperty's type; whatever is short enough is a text."""
    texts = MediaText.objects.filter(metaproperty=metaproperty)
    if metaproperty.type == MetapropertyType.LONGTEXT:
        return texts.none()
    if metaproperty.type == MetapropertyType.TEXT:
        return texts.alias(length=Length("value")).filter(length__gt=LONGEST_TEXT)
    return texts


def _lost_choices(metaproperty: Metaproperty) -> str:
    """What is wrong when assets have several options of what is to take one only."""
    having = MediaOption.objects.filter(option__metaproperty=metaproperty)
    several = having.values("media").annotate(number=Count("pk")).filter(number__gt=1)
    if metaproperty.is_multiselect or not (number := several.count()):
        return ""
    return f"{number} asset{'s have' if number > 1 else ' has'} several options of it. Leave one each first."
