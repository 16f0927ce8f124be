"""What assets answer to metaproperties: options, or something written."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from portal.api.identifiers import parse
from portal.visible_text import validate_lines

from . import alternatives
from .models import Media, MediaOption, MediaText, Metaproperty, MetapropertyType, Option
from .models.metaproperties import FIELD_PREFIX

Value = list[Option] | str
Values = dict[Metaproperty, Value]
IN_HISTORY = "property_"  # opens the names of changes of answers
LONGEST_TEXT, LONGEST_LONGTEXT = 500, 50_000
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?", re.ASCII)
_UNKNOWN = "There is no such metaproperty. GET /api/v4/metaproperties/ lists them."
_Offered = dict[tuple[int, str | uuid.UUID], Option]


def parsed(
    sent: Mapping[str, Sequence[str]], *, by: User | None = None, media: Media | None = None
) -> Values:
    """`sent` maps ids of metaproperties, in either form, to ids or names of options, or a text.

    An empty list means no answer; names, which the vendor has deprecated but still takes, are found in
    any case. `by` can't choose what is hidden from them. What `media` has already may stay, even if it
    can't be chosen any more. ValidationError names every wrong `metaproperty.<id>`.
    """
    known = _known(sent, by)
    texts = {m: [part for part in sent[text] if part] for text, m in known.items()}
    offered = _offered({m: _separated(parts) for m, parts in texts.items() if m.has_options}, by)
    kept = set(media.media_options.values_list("option_id", flat=True)) if media and offered else set()
    errors: dict[str, Any] = dict.fromkeys(sent.keys() - known.keys(), _UNKNOWN)
    result: Values = {}
    for text, m in known.items():
        try:
            if m.has_options:
                result[m] = _chosen(m, _separated(texts[m]), offered, kept)
            else:
                result[m] = written(m, ",".join(texts[m]))
        except ValidationError as error:
            errors[text] = error.messages
    if errors:
        raise ValidationError({f"{FIELD_PREFIX}{text}": messages for text, messages in errors.items()})
    return result


def written(metaproperty: Metaproperty, text: str) -> str:
    """The text if it is one of the metaproperty's type; ValidationError otherwise. Empty means no answer."""
    if not text:
        return ""
    validate_lines(text)
    match metaproperty.type:
        case MetapropertyType.DATE:
            if not _is_date(text):
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


def assign(media: Media, values: Values, *, by: User) -> dict[str, Any]:
    """Replace the asset's answers to these metaproperties, leave the others.

    What changed: its name in the history → [before, after]. ValidationError when a required metaproperty
    would lose its answer, or an option that is new to the asset lacks those that it depends on.
    """
    options = {m: value for m, value in values.items() if not isinstance(value, str)}
    texts = {m: value for m, value in values.items() if isinstance(value, str)}
    return _assign_options(media, options, by) | _assign_texts(media, texts)


def require_answers(values: Values, *, by: User) -> None:
    """ValidationError unless every required metaproperty that `by` knows of has an answer: for new assets."""
    answered = {metaproperty.pk for metaproperty, value in values.items() if value}
    missing = Metaproperty.objects.visible_to(by).filter(is_required=True).exclude(pk__in=answered)
    if missing:
        raise ValidationError({m.field_name: _needs_an_answer(m) for m in missing})


def history_name(metaproperty: Metaproperty) -> str:
    """What an asset's history calls a change of its answer: the name of now, which may change, and the id."""
    return f"{IN_HISTORY}{metaproperty.name}:{metaproperty.api_id}"


def option_names(metaproperty: Metaproperty, media: Collection[int]) -> dict[int, list[str]]:
    """Primary key of each of these assets that has options of the metaproperty → their names."""
    rows = MediaOption.objects.filter(media__in=media, option__metaproperty=metaproperty)
    result: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("option__name").values_list("media_id", "option__name"):
        result[pk].append(name)
    return result


def _known(ids: Iterable[str], by: User | None) -> dict[str, Metaproperty]:
    """Those of the ids that `by` may know of → their metaproperties."""
    rows = Metaproperty.objects.with_ids(ids)
    found = {m.uuid: m for m in (rows.visible_to(by) if by else rows)}
    return {text: found[key] for text in ids if (key := parse(text)) in found}


def _separated(texts: Iterable[str]) -> list[str]:
    parts = [part.strip() for text in texts for part in text.split(",")]
    return list(dict.fromkeys(filter(None, parts)))


def _offered(wanted: Mapping[Metaproperty, list[str]], by: User | None) -> _Offered:
    """The options that the texts may mean, under their metaproperty's key and name or id; one query."""
    texts = {text for found in wanted.values() for text in found}
    if not texts:
        return {}
    named = Q(name__in=texts) | Q(folded__in=[text.lower() for text in texts])
    identified = Q(uuid__in=[found for found in map(parse, texts) if found])
    rows = Option.objects.alias(folded=Lower("name")).filter(named | identified, metaproperty__in=wanted)
    if by is not None:
        rows = rows.visible_to(by)
    return {(o.metaproperty_id, key): o for o in rows for key in (o.name.lower(), o.uuid)}


def _chosen(
    metaproperty: Metaproperty, texts: Iterable[str], offered: _Offered, kept: Collection[int]
) -> list[Option]:
    found: dict[int, Option] = {}
    for text in texts:
        option = offered.get((metaproperty.pk, text.lower()))
        if identifier := parse(text):
            option = offered.get((metaproperty.pk, identifier), option)
        if option is None:
            message = f"{text[:60]} is no option of {metaproperty.label}."
            raise ValidationError(message)
        if not (option.is_active and option.is_selectable) and option.pk not in kept:
            message = f"The option {option.label} can't be chosen."
            raise ValidationError(message)
        found[option.pk] = option
    if len(found) > 1 and not metaproperty.is_multiselect:
        message = f"{metaproperty.label} takes one option only."
        raise ValidationError(message)
    return list(found.values())


def _assign_options(media: Media, values: Mapping[Metaproperty, list[Option]], by: User) -> dict[str, Any]:
    rows = MediaOption.objects.filter(media=media, option__metaproperty__in=values)
    had: dict[int, dict[int, str]] = defaultdict(dict)
    for key, pk, name in rows.values_list("option__metaproperty_id", "option_id", "option__name"):
        had[key][pk] = name
    changes: dict[str, Any] = {}
    gone: set[int] = set()
    added: set[int] = set()
    for metaproperty, options in values.items():
        before, after = had[metaproperty.pk], {option.pk: option.name for option in options}
        if before.keys() != after.keys():
            _keep_answered(metaproperty, before, after)
            changes[history_name(metaproperty)] = [sorted(before.values()), sorted(after.values())]
            gone |= before.keys() - after.keys()
            added |= after.keys() - before.keys()
    if gone:
        rows.filter(option__in=gone).delete()
    if added:
        links = [MediaOption(media=media, option_id=pk) for pk in added]
        MediaOption.objects.bulk_create(links, ignore_conflicts=True)
        new = {m: [option for option in options if option.pk in added] for m, options in values.items()}
        alternatives.require(media, new, by=by)
    return changes


def _assign_texts(media: Media, values: Mapping[Metaproperty, str]) -> dict[str, Any]:
    rows = MediaText.objects.filter(media=media, metaproperty__in=values)
    had = dict(rows.values_list("metaproperty_id", "value"))
    changes: dict[str, Any] = {}
    for metaproperty, text in values.items():
        before = had.get(metaproperty.pk, "")
        if before != text:
            _keep_answered(metaproperty, before, text)
            changes[history_name(metaproperty)] = [before, text]
    changed = {m: text for m, text in values.items() if history_name(m) in changes}
    if changed:
        rows.filter(metaproperty__in=changed).delete()
        texts = [MediaText(media=media, metaproperty=m, value=text) for m, text in changed.items() if text]
        MediaText.objects.bulk_create(texts)
    return changes


def _keep_answered(metaproperty: Metaproperty, before: Any, after: Any) -> None:
    if metaproperty.is_required and before and not after:
        raise ValidationError({metaproperty.field_name: _needs_an_answer(metaproperty)})


def _needs_an_answer(metaproperty: Metaproperty) -> str:
    return f"{metaproperty.label} needs an answer."


def _is_date(text: str) -> bool:
    """ISO 8601, as the vendor takes it; not everything that Python would read."""
    try:
        return bool(_DATE.fullmatch(text) and (parse_datetime(text) or parse_date(text)))
    except ValueError:
        return False
