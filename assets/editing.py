"""Changing an asset through a form: what the form showed is what gets changed, or nothing is.

Somebody else, or an integration, may have changed the asset since the form was opened. Then nothing
is saved and the form can show both.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from portal.audit.record import Door

from . import brands, values
from . import media as rules
from .models import Media
from .models.metaproperties import FIELD_PREFIX

# Field of the form → what it shows; `metaproperty.<id>` has ids of options, or what is written.
State = Mapping[str, Any]
TEXTS = ("name", "description", "copyright")
SWITCHES = ("is_archived", "is_limited", "is_public")


class Outdated(ValidationError):  # noqa: N818
    """The asset isn't what the form showed any more: `now` is what it is."""

    def __init__(self, now: State) -> None:
        super().__init__("Somebody changed this asset since you opened it. Nothing was saved yet.")
        self.now = now


def state(media: Media) -> State:
    """What a form about the asset shows; three queries, and one for its brand if that isn't loaded."""
    answers: dict[str, Any] = defaultdict(list)
    for option in media.options.select_related("metaproperty"):
        answers[option.metaproperty.field_name].append(option.api_id)
    for text in media.texts.select_related("metaproperty"):
        answers[text.metaproperty.field_name] = text.value
    return {
        **{name: getattr(media, name) for name in (*TEXTS, *SWITCHES)},
        "brand": (media.sub_brand or media.brand).api_id,
        "tags": sorted(tag.name for tag in media.tags.all()),
        **{name: sorted(value) if isinstance(value, list) else value for name, value in answers.items()},
    }


@transaction.atomic
def change(media: Media, *, by: User, door: Door, seen: State, typed: State) -> Media:
    """Change what was typed over; what a form doesn't have stays.

    Outdated when the asset isn't what was seen; else what the rule of every door raises.
    """
    media = Media.objects.kept().locked(media, rules.NOT_FOUND)
    now = state(media)
    if moved(seen=seen, typed=typed, now=now):
        raise Outdated(now)
    wanted = touched(seen=now, typed=typed)
    answers = {
        name.removeprefix(FIELD_PREFIX): [value] if isinstance(value, str) else value
        for name, value in wanted.items()
        if name.startswith(FIELD_PREFIX)
    }
    return rules.change(
        media,
        by=by,
        door=door,
        details=_details(wanted),
        tag_names=wanted.get("tags"),
        property_values=values.parsed(answers, by=by, media=media),
    )


def merged(*, seen: State, typed: State, now: State) -> State:
    """What the form shows after a refusal: what was typed over, and what is new in the rest."""
    return {**now, **touched(seen=seen, typed=typed)}


def touched(*, seen: State, typed: State) -> State:
    """The fields that were typed over."""
    return {name: value for name, value in typed.items() if _differ(value, seen.get(name))}


def moved(*, seen: State, typed: State, now: State) -> list[str]:
    """The fields of the form that somebody else has changed."""
    return [name for name in typed if _differ(seen.get(name), now.get(name))]


def _differ(one: Any, other: Any) -> bool:
    """Whether two states of a field differ; having no answer is the same as an empty one."""
    return bool(one or other) and one != other


def _details(wanted: State) -> dict[str, Any]:
    details = {name: wanted[name] for name in (*TEXTS, *SWITCHES) if name in wanted}
    if "brand" in wanted:
        details["brand"], details["sub_brand"] = brands.find(wanted["brand"])
    return details
