"""Rules about derivative presets: adding, changing, deleting."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from . import derivatives, storage
from .models import Derivative, DerivativePreset

DETAILS = ("name", "width", "height", "dpi", "is_public", "is_crop", "is_extent", "is_on_the_fly")
LARGEST_SIDE = 5000  # pixels; what is larger is the original's business
_DPI = range(1, 1201)
_BATCH = 500  # files that one task deletes


@transaction.atomic
def create(*, by: Actor, door: Door, details: Mapping[str, Any]) -> DerivativePreset:
    """A new derivative of every asset; those of assets that are there are made when asked for."""
    preset = DerivativePreset(**details)
    check(preset)
    preset.save()
    record(Action.DERIVATIVE_ADDED, by=by, door=door, target=target(preset), **details)
    return preset


@transaction.atomic
def change(
    preset: DerivativePreset, *, by: Actor, door: Door, details: Mapping[str, Any]
) -> DerivativePreset:
    """Change what is given; when that shows in the pictures, they are made anew.

    ValidationError names the field: built-in ones keep their names and stay public.
    """
    preset = DerivativePreset.objects.locked(preset)
    changes = {
        name: [getattr(preset, name), value]
        for name, value in details.items()
        if getattr(preset, name) != value
    }
    for name in changes:
        setattr(preset, name, details[name])
    check(preset, _unreliable(changes) if preset.is_builtin else {})
    if changes:
        preset.save()
        record(Action.DERIVATIVE_CHANGED, by=by, door=door, target=target(preset), **changes)
    if changes.keys() & set(derivatives.DRAWN):
        derivatives.outdate(preset)
    return preset


@transaction.atomic
def delete(preset: DerivativePreset, *, by: Actor, door: Door) -> None:
    """Remove the preset and every picture made for it; ValidationError for a built-in one."""
    if preset.is_builtin:
        message = f"{preset.name} is built in: integrations rely on it. It can't be deleted."
        raise ValidationError(message)
    made = Derivative.objects.filter(preset=preset).exclude(file="")
    names = list(made.values_list("file", flat=True))
    for start in range(0, len(names), _BATCH):
        transaction.on_commit(partial(storage.discard.enqueue, names[start : start + _BATCH]))
    record(Action.DERIVATIVE_DELETED, by=by, door=door, target=target(preset))
    preset.delete()


def check(preset: DerivativePreset, also: Mapping[str, str] = MappingProxyType({})) -> None:
    """ValidationError names every field that is missing, wrong or taken, and what is wrong `also`."""
    errors = {
        side: f"At most {LARGEST_SIDE} pixels."
        for side in ("width", "height")
        if (getattr(preset, side) or 0) > LARGEST_SIDE
    }
    if preset.dpi != -1 and preset.dpi not in _DPI:
        errors["dpi"] = f"From {_DPI[0]} to {_DPI[-1]}, or -1 to leave it open."
    if preset.is_crop and preset.is_extent:
        errors["is_extent"] = "Choose one: a picture that is cut to fill the box needs no margin."
    validation.check(preset, {**errors, **also})


def target(preset: DerivativePreset) -> Target:
    """How the audit log refers to the preset."""
    return Target("derivative", preset.api_id, preset.name)


def _unreliable(changes: Mapping[str, Any]) -> dict[str, str]:
    """Integrations find mini, thul and webimage by name, and fetch them without signing in."""
    messages = {
        "name": "A built-in derivative can't be renamed: integrations find it by this name.",
        "is_public": "A built-in derivative stays public: integrations fetch it without signing in.",
    }
    return {name: message for name, message in messages.items() if name in changes}
