"""Rules about brands and their sub-brands: adding, changing, ordering, deleting."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from . import ordering
from .models import Brand, SubBrand
from .ordering import Move

Entry = TypeVar("Entry", bound=Brand | SubBrand)
_ADDED = {Brand: Action.BRAND_ADDED, SubBrand: Action.SUB_BRAND_ADDED}
_CHANGED = {Brand: Action.BRAND_CHANGED, SubBrand: Action.SUB_BRAND_CHANGED}
_DELETED = {Brand: Action.BRAND_DELETED, SubBrand: Action.SUB_BRAND_DELETED}


def create(*, by: Actor, door: Door, name: str, description: str = "") -> Brand:
    """A new brand, after the others."""
    return _added(Brand(name=name.strip(), description=description), by=by, door=door)


def create_sub_brand(brand: Brand, *, by: Actor, door: Door, name: str, description: str = "") -> SubBrand:
    """A new part of the brand, after the others."""
    return _added(SubBrand(brand=brand, name=name.strip(), description=description), by=by, door=door)


@transaction.atomic
def change(entry: Entry, *, by: Actor, door: Door, name: str, description: str) -> Entry:
    """Rename and describe a brand or sub-brand; assets keep it."""
    given = {"name": name.strip(), "description": description}
    changes = {
        field: [getattr(entry, field), value]
        for field, value in given.items()
        if getattr(entry, field) != value
    }
    for field, value in given.items():
        setattr(entry, field, value)
    validation.check(entry)
    if changes:
        entry.save(update_fields=list(given))
        record(_CHANGED[type(entry)], by=by, door=door, target=target(entry), **changes)
    return entry


@transaction.atomic
def move(entry: Entry, *, by: Actor, door: Door, to: Move) -> None:
    """Move a brand among the brands, or a sub-brand among those of its brand."""
    if places := ordering.moved(entry, _siblings(entry), to):
        record(_CHANGED[type(entry)], by=by, door=door, target=target(entry), position=places)


@transaction.atomic
def delete(entry: Entry, *, by: Actor, door: Door) -> None:
    """Remove what no asset has, not even one in the trash; a brand goes with its sub-brands.

    ValidationError says what stands in the way: assets, or that it is the last brand.
    """
    siblings = list(_siblings(entry).select_for_update())  # all in one order, for two who delete at once
    if isinstance(entry, Brand) and siblings == [entry]:
        message = f"{entry.name} is the only brand, and every asset belongs to one. Add another brand first."
        raise ValidationError(message)
    if entry.media.exists():
        message = f"{entry} has assets, those in the trash included. Give them another brand first."
        raise ValidationError(message)
    record(_DELETED[type(entry)], by=by, door=door, target=target(entry))
    entry.delete()


def find(identifier: str) -> tuple[Brand, SubBrand | None]:
    """The brand with this id, or the sub-brand with this id and its brand.

    ValidationError when it is gone.
    """
    if sub_brand := SubBrand.objects.with_id(identifier).select_related("brand").first():
        return sub_brand.brand, sub_brand
    brand = Brand.objects.with_id(identifier).first()
    if brand is None:
        raise ValidationError({"brand": "There is no such brand any more. Choose another one."})
    return brand, None


def target(entry: Brand | SubBrand) -> Target:
    """How the audit log refers to it."""
    return Target("brand" if isinstance(entry, Brand) else "sub-brand", entry.api_id, str(entry))


@transaction.atomic
def _added(entry: Entry, *, by: Actor, door: Door) -> Entry:
    last = _siblings(entry).last()
    entry.position = last.position + 1 if last else 0
    validation.check(entry)
    entry.save()
    record(_ADDED[type(entry)], by=by, door=door, target=target(entry))
    return entry


def _siblings(entry: Entry) -> QuerySet:
    """All brands, or all sub-brands of the same brand, in their order."""
    rows: QuerySet = type(entry).objects.order_by("position", "name")
    return rows.filter(brand=entry.brand) if isinstance(entry, SubBrand) else rows
