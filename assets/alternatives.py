"""What options need beside them: one of several alternatives, each of one option or a group of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from accounts.models import User

from .models import Media, Metaproperty, Option, OptionDependency
from .models.metaproperties import OptionDependencyQuerySet

NAMED = 3  # alternatives that an explanation names before it says that there are more
Alternative = dict[int, str]  # primary keys of options that are needed together → their labels
Needs = dict[int, list[Alternative]]  # primary key of an option → any one of these


def of(rows: OptionDependencyQuerySet) -> Needs:
    """Primary key of each option that depends on others by these rows → its alternatives; one query."""
    found: dict[int, dict[tuple[str, int], Alternative]] = defaultdict(dict)
    ordered = rows.order_by("dependency__metaproperty__position", "dependency__position", "pk")
    columns = ("option_id", "group_id", "dependency_id", "dependency__label")
    for option, group, needed, label in ordered.values_list(*columns):
        place = ("group", group) if group else ("alone", needed)
        found[option].setdefault(place, {})[needed] = label
    return {option: list(places.values()) for option, places in found.items()}


def known_to(user: User, needs: Needs) -> Needs:
    """Only those alternatives of which the user may know everything; one query."""
    options = {pk for found in needs.values() for one in found for pk in one}
    known = set(Option.objects.visible_to(user).filter(pk__in=options).values_list("pk", flat=True))
    return {option: [one for one in found if one.keys() <= known] for option, found in needs.items()}


def in_words(alternatives: Iterable[Alternative]) -> str:
    """As people read them: “Tents or Stoves and Winter or 3 more”."""
    named = list(dict.fromkeys(" and ".join(labels.values()) for labels in alternatives))
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    return " or ".join(named[:NAMED] + more) or "options that you don't see"


def require(media: Media, chosen: Mapping[Metaproperty, Iterable[Option]], *, by: User) -> None:
    """ValidationError for every one of the options that lacks what it needs among the asset's answers.

    It names `metaproperty.<id>`, and of what is needed only what `by` may know of.
    """
    rows = OptionDependency.objects.filter(
        option__in=[option.pk for options in chosen.values() for option in options]
    )
    needs = of(rows)
    if not needs:
        return
    had = set(media.media_options.values_list("option_id", flat=True))
    lacking = [pk for pk, found in needs.items() if not any(one.keys() <= had for one in found)]
    if not lacking:
        return
    shown = known_to(by, needs)
    errors: dict[str, list[str]] = defaultdict(list)
    for metaproperty, options in chosen.items():
        for option in (option for option in options if option.pk in lacking):
            message = f"{option.label} can be chosen only with {in_words(shown[option.pk])}."
            errors[metaproperty.field_name].append(message)
    raise ValidationError(dict(errors))
