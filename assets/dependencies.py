"""Rules about dependencies: of metaproperties on others, and of options on options of others.

An option's dependencies stand on their own, or in groups. It may be chosen beside any one that stands
on its own, or beside all of a group. A group that has lost its last dependency is gone. Nothing may
depend on itself, in however many steps.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, record

from . import metaproperties, options
from .models import DependencyGroup, Metaproperty, Option, OptionDependency


@transaction.atomic
def set_for_metaproperty(
    metaproperty: Metaproperty, dependencies: Collection[Metaproperty], *, by: Actor, door: Door
) -> None:
    """Let the metaproperty depend on exactly these; ValidationError when one depends on it."""
    _one_writer_at_a_time()
    before = set(metaproperty.dependencies.all())
    after = set(dependencies)
    if before == after:
        return
    needed = reached(
        {added.pk for added in after - before},
        lambda keys: Metaproperty.objects.filter(dependents__in=keys).values_list("pk", flat=True),
    )
    if metaproperty.pk in needed:
        message = f"{metaproperty} would depend on itself."
        raise ValidationError({"dependencies": message})
    metaproperty.dependencies.set(after)
    names = [sorted(m.name for m in found) for found in (before, after)]
    target = metaproperties.target(metaproperty)
    record(Action.METAPROPERTY_CHANGED, by=by, door=door, target=target, dependencies=names)


@transaction.atomic
def add_to_metaproperty(
    metaproperty: Metaproperty, dependency: Metaproperty, *, by: Actor, door: Door
) -> None:
    """Let the metaproperty depend on this one too; ValidationError when it depends on it."""
    _one_writer_at_a_time()
    after = {*metaproperty.dependencies.all(), dependency}
    set_for_metaproperty(metaproperty, after, by=by, door=door)


@transaction.atomic
def remove_from_metaproperty(
    metaproperty: Metaproperty, dependency: Metaproperty, *, by: Actor, door: Door
) -> None:
    """Let the metaproperty no longer depend on this one."""
    _one_writer_at_a_time()
    after = {*metaproperty.dependencies.all()} - {dependency}
    set_for_metaproperty(metaproperty, after, by=by, door=door)


@transaction.atomic
def add(
    option: Option,
    dependencies: Sequence[Option],
    *,
    by: Actor,
    door: Door,
    group: DependencyGroup | None = None,
) -> None:
    """Let the option depend on these too, on their own or in a group.

    ValidationError when one is of the same metaproperty, or depends on the option.
    """
    _one_writer_at_a_time()
    _check(option, dependencies)
    present = set(_of(option, group).values_list("dependency_id", flat=True))
    added = [found for found in dependencies if found.pk not in present]
    OptionDependency.objects.bulk_create(
        OptionDependency(option=option, dependency=found, group=group) for found in dict.fromkeys(added)
    )
    if added:
        _record(option, by=by, door=door, dependencies_added=[found.name for found in added])


@transaction.atomic
def remove(
    option: Option,
    dependencies: Sequence[Option],
    *,
    by: Actor,
    door: Door,
    group: DependencyGroup | None = None,
) -> None:
    """Let the option no longer depend on these, on their own or in the group."""
    rows = _of(option, group).filter(dependency__in=dependencies)
    removed = list(rows.values_list("dependency__name", flat=True))
    rows.delete()
    if group is not None and not group.dependencies.exists():
        group.delete()
    if removed:
        _record(option, by=by, door=door, dependencies_removed=removed)


@transaction.atomic
def replace(group: DependencyGroup, dependencies: Sequence[Option], *, by: Actor, door: Door) -> None:
    """Let the group have exactly these dependencies."""
    option = group.option
    add(option, dependencies, by=by, door=door, group=group)
    others = Option.objects.filter(dependents__in=_of(option, group)).exclude(
        pk__in=[d.pk for d in dependencies]
    )
    remove(option, list(others), by=by, door=door, group=group)


@transaction.atomic
def set_dependents(option: Option, dependents: Sequence[Option], *, by: User, door: Door) -> None:
    """Let exactly these, of those that `by` may know of, depend on the option on its own.

    What depends on it in groups stays. ValidationError as for `add`.
    """
    _one_writer_at_a_time()
    rows = OptionDependency.objects.filter(dependency=option, group=None).visible_to(by)
    before = {row.option for row in rows.select_related("option")}
    added = [found for found in dict.fromkeys(dependents) if found not in before]
    removed = before - set(dependents)
    _check_dependents(option, added)
    OptionDependency.objects.bulk_create(OptionDependency(option=found, dependency=option) for found in added)
    rows.filter(option__in=removed).delete()
    if added or removed:
        names = {"dependents_added": added, "dependents_removed": removed}
        changes = {what: sorted(found.name for found in options) for what, options in names.items()}
        _record(option, by=by, door=door, **changes)


@transaction.atomic
def create_group(option: Option, dependencies: Sequence[Option], *, by: Actor, door: Door) -> DependencyGroup:
    """A new group of dependencies of the option."""
    group: DependencyGroup = DependencyGroup.objects.create(option=option)
    add(option, dependencies, by=by, door=door, group=group)
    return group


@transaction.atomic
def delete_group(group: DependencyGroup, *, by: Actor, door: Door) -> None:
    """Remove the group and the dependencies in it."""
    dependencies = Option.objects.filter(dependents__group=group)
    remove(group.option, list(dependencies), by=by, door=door, group=group)


def reached(start: Collection[int], onwards: Callable[[set[int]], Iterable[int]]) -> set[int]:
    """These primary keys and those that `onwards` leads to from them, in however many steps; a query each."""
    found = edge = set(start)
    while edge:
        edge = set(onwards(edge)) - found
        found |= edge
    return found


def _of(option: Option, group: DependencyGroup | None) -> QuerySet[OptionDependency]:
    return OptionDependency.objects.filter(option=option, group=group)


def _one_writer_at_a_time() -> None:
    """Two dependencies that are harmless one by one may form a circle together."""
    list(Metaproperty.objects.select_for_update().order_by("pk").values_list("pk"))


def _check(option: Option, dependencies: Collection[Option]) -> None:
    _require_another_metaproperty(option, dependencies)
    if option.pk in _needed_by(dependencies):
        raise ValidationError({"dependencies": f"{option} would depend on itself."})


def _check_dependents(option: Option, dependents: Collection[Option]) -> None:
    _require_another_metaproperty(option, dependents)
    needed = _needed_by([option])
    for found in dependents:
        if found.pk in needed:
            raise ValidationError({"dependencies": f"{found} would depend on itself."})


def _require_another_metaproperty(option: Option, others: Iterable[Option]) -> None:
    for found in others:
        if found.metaproperty_id == option.metaproperty_id:
            message = f"{found} is an option of {option.metaproperty} too: options depend on those of others."
            raise ValidationError({"dependencies": message})


def _needed_by(options: Iterable[Option]) -> set[int]:
    """The primary keys of these options and of all that they depend on."""
    return reached(
        {option.pk for option in options},
        lambda keys: OptionDependency.objects.filter(option__in=keys).values_list("dependency_id", flat=True),
    )


def _record(option: Option, *, by: Actor, door: Door, **details: list[str]) -> None:
    record(Action.OPTION_CHANGED, by=by, door=door, target=options.target(option), **details)
