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


def of(rows: OptionDependencyQuerySet) -> dict[int, list[Alternative]]:
    """Primary key of each option that depends on others by these rows → its alternatives; one query."""
    found: dict[int, dict[tuple[str, int], Alternative]] = defaultdict(dict)
    ordered = rows.order_by("dependency__metaproperty__position", "dependency__position", "pk")
    columns = ("option_id", "group_id", "dependency_id", "dependency__label")
    for option, group, needed, label in ordered.values_list(*columns):
        place = ("group", group) if group else ("alone", needed)
        found[option].setdefault(place, {})[needed] = label
    return {option: list(places.values()) for option, places in found.items()}


def in_words(alternatives: Iterable[Alternative]) -> str:
    """As people read them: “Tents or Stoves and Winter or 3 more”."""
    named = list(dict.fromkeys(" and ".join(labels.values()) for labels in alternatives))
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    return " or ".join(named[:NAMED] + more)


def require(media: Media, chosen: Mapping[Metaproperty, Iterable[Option]], *, by: User) -> None:
    """ValidationError for every one of the options that lacks what it needs among the asset's answers.

    It names `metaproperty.<id>`, and of what is needed only what `by` may know of.
    """
    options = {option.pk: option for found in chosen.values() for option in found}
    rows = OptionDependency.objects.filter(option__in=options)
    needs = of(rows)
    if not needs:
        return
    had = set(media.media_options.values_list("option_id", flat=True))
    lacking = [pk for pk, found in needs.items() if not any(one.keys() <= had for one in found)]
    if not lacking:
        return
    shown = of(rows.visible_to(by))
    errors: dict[str, list[str]] = defaultdict(list)
    for metaproperty, found in chosen.items():
        for option in (option for option in found if option.pk in lacking):
            words = in_words(shown.get(option.pk, ())) or "options that you don't see"
            message = f"{option.label} can be chosen only with {words}."
            errors[f"metaproperty.{metaproperty.api_id}"].append(message)
    raise ValidationError(dict(errors))
