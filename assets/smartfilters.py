"""Rules about smartfilters: adding, changing, ordering, deleting."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import LANGUAGES
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record
from portal.visible_text import invisible_character_error

from . import ordering
from .models import Metaproperty, Smartfilter
from .ordering import Move

LONGEST_LABEL = 120
# What may stand beside a label: lucide's name and, in words, what it shows.
ICONS = {
    "tag": "Tag",
    "package": "Package",
    "palette": "Palette",
    "map-pin": "Place",
    "calendar": "Calendar",
    "megaphone": "Megaphone",
    "users": "People",
}


@transaction.atomic
def create(
    *, by: Actor, door: Door, label: str, metaproperties: Collection[Metaproperty], icon: str = ""
) -> Smartfilter:
    """A new smartfilter, after the others.

    ValidationError names the field: a label that is missing, too long or taken, an unknown icon, no
    metaproperty, or one that is gone or that assets can't be filtered by.
    """
    smartfilter = Smartfilter()
    check(smartfilter, label.strip(), metaproperties, icon)
    last = Smartfilter.objects.last()
    smartfilter.position = last.position + 1 if last else 0
    _save(smartfilter, label.strip(), metaproperties, icon)
    facts = _facts(smartfilter)
    record(Action.SMARTFILTER_CREATED, by=by, door=door, target=target(smartfilter), **facts)
    return smartfilter


@transaction.atomic
def change(
    smartfilter: Smartfilter,
    *,
    by: Actor,
    door: Door,
    label: str,
    metaproperties: Collection[Metaproperty],
    icon: str,
) -> Smartfilter:
    """Change the label in the portal's language, the icon, and what is filtered by.

    Refuses as `create`; a metaproperty that it has may stay when it is no filter any more.
    """
    smartfilter = Smartfilter.objects.locked(smartfilter)
    check(smartfilter, label.strip(), metaproperties, icon)
    before = _facts(smartfilter)
    _save(smartfilter, label.strip(), metaproperties, icon)
    after = _facts(smartfilter)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        record(Action.SMARTFILTER_CHANGED, by=by, door=door, target=target(smartfilter), **changes)
    return smartfilter


@transaction.atomic
def move(smartfilter: Smartfilter, *, by: Actor, door: Door, to: Move) -> None:
    """Move it among the smartfilters."""
    if places := ordering.moved(smartfilter, Smartfilter.objects.all(), to):
        record(Action.SMARTFILTER_CHANGED, by=by, door=door, target=target(smartfilter), position=places)


@transaction.atomic
def delete(smartfilter: Smartfilter, *, by: Actor, door: Door) -> None:
    """Remove it; its metaproperties stay."""
    smartfilter = Smartfilter.objects.locked(smartfilter)
    record(Action.SMARTFILTER_DELETED, by=by, door=door, target=target(smartfilter), **_facts(smartfilter))
    smartfilter.delete()


def check(smartfilter: Smartfilter, label: str, metaproperties: Collection[Metaproperty], icon: str) -> None:
    """ValidationError names every field that is wrong, as `create` and `change` do."""
    errors = {
        "label": _wrong_label(smartfilter, label),
        "icon": "" if icon in ("", *ICONS) else "There is no such icon.",
        "metaproperties": _wrong_metaproperties(smartfilter, metaproperties),
    }
    if found := {name: message for name, message in errors.items() if message}:
        raise ValidationError(found)


def target(smartfilter: Smartfilter) -> Target:
    """How the audit log refers to it."""
    return Target("smartfilter", smartfilter.api_id, str(smartfilter))


def _save(smartfilter: Smartfilter, label: str, metaproperties: Collection[Metaproperty], icon: str) -> None:
    smartfilter.labels = {**smartfilter.labels, LANGUAGES[0]: label}
    smartfilter.icon = icon
    smartfilter.save()
    smartfilter.metaproperties.set(metaproperties)


def _facts(smartfilter: Smartfilter) -> dict[str, Any]:
    """What the audit log says of it."""
    filters = [str(metaproperty) for metaproperty in smartfilter.metaproperties.all()]
    return {"label": smartfilter.label, "icon": smartfilter.icon, "metaproperties": filters}


def _wrong_label(smartfilter: Smartfilter, label: str) -> str:
    if not label:
        return "A smartfilter needs a label."
    if label == smartfilter.label:
        return ""
    if len(label) > LONGEST_LABEL:
        return f"A label has at most {LONGEST_LABEL} characters."
    others = Smartfilter.objects.exclude(pk=smartfilter.pk)
    if label.casefold() in {other.label.casefold() for other in others}:
        return "Another smartfilter has this label."
    return invisible_character_error(label)


def _wrong_metaproperties(smartfilter: Smartfilter, chosen: Collection[Metaproperty]) -> str:
    if not chosen:
        return "Choose at least one metaproperty."
    known = {one.pk: one for one in Metaproperty.objects.filter(pk__in=[one.pk for one in chosen])}
    if gone := [one.label for one in chosen if one.pk not in known]:
        return f"There is no metaproperty {', '.join(gone)} any more."
    kept = set(smartfilter.metaproperties.all()) if smartfilter.pk else set()
    if useless := [one.label for one in known.values() if not one.is_filterable and one not in kept]:
        return f"Assets can't be filtered by {', '.join(useless)}."
    return ""
