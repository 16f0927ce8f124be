"""Fields for the answers to metaproperties, each with the control that fits its type."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from accounts.models import User
from assets import alternatives, dependencies
from assets.models import Metaproperty, MetapropertyType, Option, OptionDependency
from assets.models.metaproperties import MetapropertyQuerySet, OptionQuerySet

from .named_options import NamedOptions

MANY = 200  # options that a field shows; of more, people type what one is called


def fields(user: User, shown: dict[str, Any]) -> dict[str, forms.Field]:
    """`metaproperty.<id>` → the field, for those that people fill in and the person may see.

    What is `shown` stays choosable, even if nobody may choose it now. Five queries, and one for each
    field of many options that shows any.
    """
    return _fields(user, shown, Metaproperty.objects.all())


def fields_for_new(user: User) -> dict[str, forms.Field]:
    """The fields that new assets need: of what is required, and of what its options depend on in turn."""
    needing = "options__dependents__option__metaproperty__in"
    needed = dependencies.reached(
        Metaproperty.objects.filter(is_required=True).values_list("pk", flat=True),
        lambda keys: Metaproperty.objects.filter(**{needing: keys}).values_list("pk", flat=True),
    )
    return _fields(user, {}, Metaproperty.objects.filter(pk__in=needed))


def _fields(user: User, shown: dict[str, Any], rows: MetapropertyQuerySet) -> dict[str, forms.Field]:
    metaproperties = _asked(user, rows)
    few = [m for m in metaproperties if not _has_many_options(m)]
    offered = Option.objects.visible_to(user)
    prefetch_related_objects(few, Prefetch("options", offered))
    needed = _needed(few, user)
    return {m.field_name: _field(m, shown.get(m.field_name), needed, offered) for m in metaproperties}


def _asked(user: User, rows: MetapropertyQuerySet) -> list[Metaproperty]:
    beyond = Option.objects.filter(metaproperty=OuterRef("pk"))[MANY:]
    asked = rows.visible_to(user).filter(is_display_field=True).annotate(has_many_options=Exists(beyond))
    return list(asked.prefetch_related(Prefetch("dependencies", Metaproperty.objects.visible_to(user))))


def _field(
    metaproperty: Metaproperty, shown: Any, needed: dict[int, str], offered: OptionQuerySet
) -> forms.Field:
    about: dict[str, Any] = {
        "label": metaproperty.label,
        "required": False,  # whether an answer is needed is for the rules to say
        "disabled": not metaproperty.is_editable,
        "help_text": _explanation(metaproperty),
    }
    if not metaproperty.has_options:
        return forms.CharField(widget=_written(metaproperty.type, str(shown or "")), **about)
    if _has_many_options(metaproperty):
        return NamedOptions(metaproperty, offered, shown or (), **about)
    options = _choosable(metaproperty, shown or ())
    choices = [(option.api_id, option.label + needed.get(option.pk, "")) for option in options]
    if metaproperty.is_multiselect:
        return SeveralOptions(options, choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    widget = forms.RadioSelect if metaproperty.type == MetapropertyType.BUTTON else forms.Select
    return OneOption(options, choices=[("", "None"), *choices], widget=widget, **about)


class OptionsField(forms.ChoiceField):
    """A choice of options. `labels` are theirs by id, without what is said about choosing them."""

    def __init__(self, options: Iterable[Option], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.labels = {option.api_id: option.label for option in options}


class SeveralOptions(OptionsField, forms.MultipleChoiceField):
    """Any number of options."""


class OneOption(OptionsField):
    """One option or none; as a list, like several would be."""

    def clean(self, value: Any) -> list[str]:
        """A list with the option."""
        chosen = super().clean(self.prepare_value(value))
        return [chosen] if chosen else []

    def prepare_value(self, value: Any) -> Any:
        """The option of such a list."""
        return (value or [""])[0] if isinstance(value, list) else value


def _written(kind: str, shown: str) -> forms.Widget:
    match kind:
        case MetapropertyType.LONGTEXT:
            return forms.Textarea(attrs={"rows": 4})
        case MetapropertyType.NUMBER:
            return forms.NumberInput(attrs={"step": "any"})
        case MetapropertyType.DATE if not shown or re.fullmatch(r"\d{4}-\d\d-\d\d", shown):
            return forms.DateInput(attrs={"type": "date"})
        case _:
            return forms.TextInput()


def _has_many_options(asked: Metaproperty) -> bool:
    many: bool = asked.has_many_options  # type: ignore[attr-defined]
    return many


def _choosable(metaproperty: Metaproperty, shown: Iterable[str]) -> list[Option]:
    return [
        option
        for option in metaproperty.options.all()
        if (option.is_active and option.is_selectable) or option.api_id in shown
    ]


def _needed(metaproperties: Iterable[Metaproperty], user: User) -> dict[int, str]:
    """Primary key of an option → which others it needs beside it, to be said after its label."""
    rows = OptionDependency.objects.filter(option__metaproperty__in=metaproperties)
    needs = alternatives.known_to(user, alternatives.of(rows))
    return {option: f" (with {alternatives.in_words(found)})" for option, found in needs.items()}


def _explanation(metaproperty: Metaproperty) -> str:
    needed = " and ".join(other.label for other in metaproperty.dependencies.all())
    sentences = {
        "Every new asset needs an answer.": metaproperty.is_required,
        f"Depends on {needed}.": bool(needed),
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)
