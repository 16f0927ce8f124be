"""Fields for the answers to metaproperties, each with the control that fits its type."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Prefetch

from accounts.models import User
from assets.models import Metaproperty, MetapropertyType, Option, OptionDependency

NAMED = 3  # options that an explanation names before it says that there are more
Choices = list[tuple[str, str]]


def asked(user: User, **narrower: bool) -> list[Metaproperty]:
    """The metaproperties that people fill in, with the options that the person may see; three queries."""
    options = Option.objects.visible_to(user)
    rows = Metaproperty.objects.visible_to(user).filter(is_display_field=True, **narrower)
    return list(rows.prefetch_related(Prefetch("options", options), "dependencies"))


def fields(metaproperties: Iterable[Metaproperty], shown: dict[str, Any]) -> dict[str, forms.Field]:
    """`metaproperty.<id>` → the field. What is `shown` stays choosable, even if nobody may choose it now."""
    metaproperties = list(metaproperties)
    partners = _partners(metaproperties)
    return {
        name: _field(m, shown.get(name), partners)
        for m in metaproperties
        for name in [f"metaproperty.{m.api_id}"]
    }


def _field(metaproperty: Metaproperty, shown: Any, partners: dict[int, list[str]]) -> forms.Field:
    about: dict[str, Any] = {
        "label": metaproperty.label,
        "required": False,  # whether an answer is needed is for the rules to say
        "disabled": not metaproperty.is_editable,
        "help_text": _explanation(metaproperty),
    }
    if not metaproperty.has_options:
        return forms.CharField(widget=_written(metaproperty.type, str(shown or "")), **about)
    choices = _choices(metaproperty, shown or (), partners)
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


def _choices(metaproperty: Metaproperty, shown: Iterable[str], partners: dict[int, list[str]]) -> Choices:
    return [
        (option.api_id, option.label + _with(partners.get(option.pk, [])))
        for option in metaproperty.options.all()
        if (option.is_active and option.is_selectable) or option.api_id in shown
    ]


def _partners(metaproperties: Iterable[Metaproperty]) -> dict[int, list[str]]:
    """Primary key of an option → the options of which one must be chosen beside it."""
    rows = OptionDependency.objects.filter(dependency__metaproperty__in=metaproperties)
    found: dict[int, list[str]] = defaultdict(list)
    for dependent, label in rows.values_list("dependency", "option__label").order_by("option__position"):
        found[dependent].append(label)
    return found


def _with(labels: list[str]) -> str:
    named = list(dict.fromkeys(labels))
    more = f" or {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f" (with {', '.join(named[:NAMED])}{more})" if named else ""


def _explanation(metaproperty: Metaproperty) -> str:
    needed = " and ".join(other.label for other in metaproperty.dependencies.all())
    sentences = {
        "Every new asset needs an answer.": metaproperty.is_required,
        f"Depends on {needed}.": bool(needed),
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)
