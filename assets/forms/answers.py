"""Fields for the answers to metaproperties, each with the control that fits its type."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Prefetch

from accounts.models import User
from assets import alternatives
from assets.models import Metaproperty, MetapropertyType, Option, OptionDependency

Choices = list[tuple[str, str]]


def fields(user: User, shown: dict[str, Any], **narrower: bool) -> dict[str, forms.Field]:
    """`metaproperty.<id>` → the field, for those that people fill in and the person may see; four queries.

    What is `shown` stays choosable, even if nobody may choose it now.
    """
    metaproperties = _asked(user, **narrower)
    needed = _needed(metaproperties, user)
    return {
        name: _field(m, shown.get(name), needed)
        for m in metaproperties
        for name in [f"metaproperty.{m.api_id}"]
    }


def _asked(user: User, **narrower: bool) -> list[Metaproperty]:
    options = Option.objects.visible_to(user)
    rows = Metaproperty.objects.visible_to(user).filter(is_display_field=True, **narrower)
    return list(rows.prefetch_related(Prefetch("options", options), "dependencies"))


def _field(metaproperty: Metaproperty, shown: Any, needed: dict[int, str]) -> forms.Field:
    about: dict[str, Any] = {
        "label": metaproperty.label,
        "required": False,  # whether an answer is needed is for the rules to say
        "disabled": not metaproperty.is_editable,
        "help_text": _explanation(metaproperty),
    }
    if not metaproperty.has_options:
        return forms.CharField(widget=_written(metaproperty.type, str(shown or "")), **about)
    choices = _choices(metaproperty, shown or (), needed)
    if metaproperty.is_multiselect:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    widget = forms.RadioSelect if metaproperty.type == MetapropertyType.BUTTON else forms.Select
    return OneOption(choices=[("", "None"), *choices], widget=widget, **about)


class OneOption(forms.ChoiceField):
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


def _choices(metaproperty: Metaproperty, shown: Iterable[str], needed: dict[int, str]) -> Choices:
    return [
        (option.api_id, option.label + needed.get(option.pk, ""))
        for option in metaproperty.options.all()
        if (option.is_active and option.is_selectable) or option.api_id in shown
    ]


def _needed(metaproperties: Iterable[Metaproperty], user: User) -> dict[int, str]:
    """Primary key of an option → which others it needs beside it, to be said after its label."""
    rows = OptionDependency.objects.visible_to(user).filter(option__metaproperty__in=metaproperties)
    return {
        option: f" (with {alternatives.in_words(found)})" for option, found in alternatives.of(rows).items()
    }


def _explanation(metaproperty: Metaproperty) -> str:
    needed = " and ".join(other.label for other in metaproperty.dependencies.all())
    sentences = {
        "Every new asset needs an answer.": metaproperty.is_required,
        f"Depends on {needed}.": bool(needed),
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)
