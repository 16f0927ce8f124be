"""Rules about the options of metaproperties: creating, changing, ordering, deleting."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Lower

from accounts.models import User
from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record
from portal.wording import VendorsWords

from . import ordering, reindexing
from .models import MediaOption, Metaproperty, Option
from .models.metaproperties import OptionQuerySet
from .ordering import Move
from .withdrawal import delete_options, withdraw_options

# What a change may set; `parent` is an Option or None. Who sees it is a matter of access rights.
DETAILS = (
    "name", "label", "labels", "description", "descriptions", "external_reference", "position",
    "is_active", "is_selectable", "hide_by_default", "parent",
)  # fmt: skip
DEEPEST = 10  # options below options


class NameTakenError(ValidationError):
    """Another option of the metaproperty has the name: `option`. Other fields may be wrong, too."""

    def __init__(self, refusal: ValidationError, option: Option) -> None:
        super().__init__(refusal)
        self.option = option


@transaction.atomic
def create(
    metaproperty: Metaproperty,
    *,
    by: Actor,
    door: Door,
    details: Mapping[str, Any],
    children: Sequence[Mapping[str, Any]] = (),
) -> Option:
    """A new option, the last of its metaproperty unless it has a position, and options below it.

    Each of `children` has details like `details`, and `children` of its own if there are any. NameTakenError
    when there is such an option; another ValidationError names the field that is missing or wrong.
    """
    metaproperty = Metaproperty.objects.locked(metaproperty)
    if not metaproperty.has_options:
        message = f"{metaproperty} is answered in writing, so it has no options."
        raise ValidationError(message)
    option = Option(metaproperty=metaproperty, **_known(details))
    option.label = option.label or option.name
    if "position" not in details:
        option.position = metaproperty.options.aggregate(last=Max("position", default=0))["last"] + 1
    _check(option)
    option.save()
    record(Action.OPTION_CREATED, by=by, door=door, target=target(option), metaproperty=str(metaproperty))
    for child in children:
        inner = {**child, "parent": option}
        create(metaproperty, by=by, door=door, details=inner, children=child.get("children", ()))
    return option


@transaction.atomic
def change(option: Option, *, by: Actor, door: Door, details: Mapping[str, Any]) -> Option:
    """Change what is given, leave the rest; a new label makes the option's assets findable by it.

    ValidationError names the field; the name stays, because integrations know the option by it.
    """
    option = _locked(option)
    known = {name: value for name, value in _known(details).items() if getattr(option, name) != value}
    changes = {name: [_readable(getattr(option, name)), _readable(value)] for name, value in known.items()}
    if "name" in changes:
        raise VendorsWords({"name": "Editing meta property option name not allowed"})
    for name, value in known.items():
        setattr(option, name, value)
    _check(option)
    if changes:
        option.save()
        record(Action.OPTION_CHANGED, by=by, door=door, target=target(option), **changes)
    if "label" in changes:
        reindexing.after_renaming(option)
    return option


@transaction.atomic
def move(option: Option, *, by: Actor, door: Door, to: Move) -> None:
    """Move the option among its siblings."""
    option = _locked(option)
    siblings = option.metaproperty.options.filter(parent=option.parent)
    if places := ordering.moved(option, siblings, to):
        record(Action.OPTION_CHANGED, by=by, door=door, target=target(option), place=places)


@transaction.atomic
def delete(option: Option, *, by: User, door: Door) -> None:
    """Remove the option and those below it, from the assets that have them too.

    The vendor doesn't refuse it for an option in use; here each asset's history says what it lost.
    PermissionDenied when one of those below is hidden from `by`.
    """
    option = _locked(option)
    branch = with_those_below(option)
    assets = withdraw_options(option.metaproperty, branch, by=by, door=door)
    gone = target(option)
    below = list(branch.exclude(pk=option.pk).values_list("name", flat=True)[:100])
    delete_options(branch)
    record(Action.OPTION_DELETED, by=by, door=door, target=gone, assets=assets, options_below=below)


def with_those_below(option: Option) -> OptionQuerySet:
    """The option, its children, their children and so on: what goes when it is deleted."""
    first, *others = _levels(option)
    rows: OptionQuerySet = Option.objects.filter(
        pk__in=first.values("pk").union(*(level.values("pk") for level in others))
    )
    return rows


def in_use(option: Option) -> int:
    """How many assets, those in the trash included, have the option or one below it."""
    having = MediaOption.objects.filter(option__in=with_those_below(option))
    return having.values("media").distinct().count()


def check(option: Option) -> None:
    """ValidationError names every field that is missing, wrong or taken."""
    wrong = _wrong_parent(option, option.parent) if option.parent else ""
    validation.check(option, {"parent": wrong} if wrong else {})


def target(option: Option) -> Target:
    """How the audit log refers to the option."""
    return Target("option", option.rfc_id, option.label)


def _known(details: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: details[name] for name in DETAILS if name in details}
    return {name: value.strip() if isinstance(value, str) else value for name, value in known.items()}


def _locked(option: Option) -> Option:
    """The option as it is now, while nobody else changes its metaproperty's options."""
    Metaproperty.objects.locked(option.metaproperty)
    found: Option = Option.objects.select_related("metaproperty", "parent").locked(option)
    return found


def _levels(option: Option) -> list[OptionQuerySet]:
    """As queries, because a level may have more options than a query takes keys."""
    levels: list[OptionQuerySet] = [Option.objects.filter(pk=option.pk).order_by()]
    while (below := Option.objects.filter(parent__in=levels[-1]).order_by()).exists():
        levels.append(below)
    return levels


def _check(option: Option) -> None:
    """Refuse as `check` does, a missing name in the vendor's words, and a taken one by NameTakenError."""
    if not option.name:
        raise VendorsWords({"name": "Meta property option name is required"})
    try:
        check(option)
    except ValidationError as refusal:
        others = option.metaproperty.options.exclude(pk=option.pk).alias(folded=Lower("name"))
        if taken := others.filter(folded=Lower(Value(option.name))).first():
            raise NameTakenError(refusal, taken) from refusal
        raise


def _wrong_parent(option: Option, parent: Option) -> str:
    if parent.metaproperty_id != option.metaproperty_id:
        return f"{parent} is no option of {option.metaproperty}."
    above: list[Option] = []
    ancestor: Option | None = parent
    while ancestor is not None:
        if ancestor == option:
            return f"{parent} is below {option} already."
        above.append(ancestor)
        ancestor = ancestor.parent
    height = len(_levels(option)) if option.pk else 1
    return f"Options are at most {DEEPEST} levels deep." if len(above) + height > DEEPEST else ""


def _readable(value: Any) -> Any:
    """The value as the audit log shows it: JSON, with the names of things."""
    return value.name if isinstance(value, Option) else value
