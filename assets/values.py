"""What assets answer to metaproperties: options, or something written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from portal.api.identifiers import parse

from .models import Media, MediaOption, MediaText, Metaproperty, MetapropertyType, Option
from .models.media import restricted_options_hidden_from

Value = list[Option] | str
Values = dict[Metaproperty, Value]
LONGEST_TEXT, LONGEST_LONGTEXT = 500, 50_000
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)


def parsed(sent: Mapping[str, Sequence[str]], *, by: User) -> Values:
    """`sent` maps ids of metaproperties, in either form, to ids or names of options, or what is written.

    An empty list means no answer. ValidationError names `metaproperty.<id>`; an option that is hidden
    from `by` is none.
    """
    known = {m.uuid: m for m in Metaproperty.objects.with_ids(sent)}
    result: Values = {}
    for text, texts in sent.items():
        identifier = parse(text)
        metaproperty = known.get(identifier) if identifier else None
        if metaproperty is None:
            raise _refused(text, "There is no such metaproperty. GET /api/v4/metaproperties/ lists them.")
        try:
            if metaproperty.has_options:
                result[metaproperty] = choice(metaproperty, _found(metaproperty, texts, by))
            else:
                result[metaproperty] = written(metaproperty, texts[-1] if texts else "")
        except ValidationError as error:
            raise _refused(text, " ".join(error.messages)) from error
    return result


def named_options(metaproperty: Metaproperty, texts: Iterable[str]) -> dict[str, Option | None]:
    """What `texts` name → the option of the metaproperty, or None. One query.

    A text is an option's name, even with a comma in it, or ids and names with commas between.
    """
    texts = list(texts)
    parts = {part for text in texts for part in (text, *text.split(",")) if part}
    named = Q(name__in=parts) | Q(folded__in=[part.lower() for part in parts])
    rows = metaproperty.options.alias(folded=Lower("name"))
    known: dict[Any, Option] = {}
    for option in rows.filter(named | Q(uuid__in=list(filter(None, map(parse, parts))))):
        known |= {option.uuid: option, option.name.lower(): option}
    named_parts = (part for text in texts for part in ([text] if text.lower() in known else text.split(",")))
    return {part: known.get(parse(part) or part.lower()) for part in named_parts if part}


def choice(metaproperty: Metaproperty, options: Sequence[Option]) -> list[Option]:
    """The options if the metaproperty can be answered with all of them; ValidationError otherwise."""
    if refused := [option for option in options if not (option.is_active and option.is_selectable)]:
        message = f"The option {refused[0].label} can't be chosen."
        raise ValidationError(message)
    if len(options) > 1 and not metaproperty.is_multiselect:
        message = f"{metaproperty.label} takes one option only."
        raise ValidationError(message)
    return list(options)


def options_of(media: Media, metaproperty: Metaproperty) -> list[Option]:
    """What the asset answers to a metaproperty that has options."""
    return list(metaproperty.options.filter(media_options__media=media))


def written(metaproperty: Metaproperty, text: str) -> str:
    """The text if it is one of the metaproperty's type; ValidationError otherwise. Empty means no answer."""
    if not text:
        return ""
    match metaproperty.type:
        case MetapropertyType.DATE:
            if _date(text) is None:
                message = "Send a date like 2026-05-31 or 2026-05-31T12:00:00Z."
                raise ValidationError(message)
        case MetapropertyType.NUMBER:
            if not _NUMBER.fullmatch(text):
                message = "Send a number like 12 or 12.5."
                raise ValidationError(message)
        case _:
            longest = LONGEST_LONGTEXT if metaproperty.type == MetapropertyType.LONGTEXT else LONGEST_TEXT
            if len(text) > longest:
                message = f"Send at most {longest} characters."
                raise ValidationError(message)
    return text


def assign(media: Media, values: Values) -> dict[str, Any]:
    """Replace the asset's answers to these metaproperties, leave the others.

    What changed: `property_<name>` → [before, after]. ValidationError when a required answer would go.
    """
    changes: dict[str, Any] = {}
    for metaproperty, value in values.items():
        if metaproperty.is_required and not value:
            raise _refused(metaproperty.api_id, f"{metaproperty.label} needs an answer.")
        set_value = _set_text if isinstance(value, str) else _set_options
        if change := set_value(media, metaproperty, value):  # type: ignore[arg-type]
            changes[f"property_{metaproperty.name}"] = change
    return changes


def require_answers(values: Values) -> None:
    """ValidationError unless every required metaproperty has an answer: for assets that are new."""
    answered = {metaproperty.pk for metaproperty, value in values.items() if value}
    missing = Metaproperty.objects.filter(is_required=True).exclude(pk__in=answered)
    if missing:
        raise ValidationError({f"metaproperty.{m.api_id}": f"{m.label} needs an answer." for m in missing})


def _found(metaproperty: Metaproperty, texts: Sequence[str], by: User) -> list[Option]:
    hidden = set(restricted_options_hidden_from(by).values_list("pk", flat=True)) if texts else ()
    found: dict[int, Option] = {}
    for text, option in named_options(metaproperty, texts).items():
        if option is None or option.pk in hidden:
            message = f"{text[:60]} is no option of {metaproperty.label}."
            raise ValidationError(message)
        found[option.pk] = option
    return list(found.values())


def _set_options(media: Media, metaproperty: Metaproperty, options: list[Option]) -> list[list[str]]:
    rows = MediaOption.objects.filter(media=media, option__metaproperty=metaproperty)
    before = dict(rows.values_list("option_id", "option__name"))
    after = {option.pk: option.name for option in options}
    if before.keys() == after.keys():
        return []
    rows.exclude(option__in=after).delete()
    MediaOption.objects.bulk_create(
        [MediaOption(media=media, option_id=pk) for pk in after.keys() - before.keys()], ignore_conflicts=True
    )
    return [sorted(before.values()), sorted(after.values())]


def _set_text(media: Media, metaproperty: Metaproperty, text: str) -> list[str]:
    row = MediaText.objects.filter(media=media, metaproperty=metaproperty).first()
    before = row.value if row else ""
    if before == text:
        return []
    if text:
        MediaText.objects.update_or_create(media=media, metaproperty=metaproperty, defaults={"value": text})
    elif row:
        row.delete()
    return [before, text]


def _date(text: str) -> Any:
    try:
        return parse_datetime(text) or parse_date(text)
    except ValueError:
        return None


def _refused(identifier: str, message: str) -> ValidationError:
    return ValidationError({f"metaproperty.{identifier}": message})
