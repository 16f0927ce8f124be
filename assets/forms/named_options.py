"""A field for options that are too many to show: people type what one is called, and some are suggested."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from assets.models import Metaproperty, Option
from assets.models.metaproperties import OptionQuerySet

EMPTY = 3  # inputs for options that an asset of several gets at once
SUGGESTED = 100  # options that a field offers at once


class NamedOptions(forms.Field):
    """Options of the metaproperty by label or name, among those that are `offered`; an input for each.

    Its value is a list of ids, as of every field of options. `labels` are those of the `shown` ones by id,
    `called` is what one types for them.
    """

    def __init__(
        self, metaproperty: Metaproperty, offered: OptionQuerySet, shown: Iterable[str], **kwargs: Any
    ) -> None:
        self.options = offered.filter(metaproperty=metaproperty)
        found = list(self.options.with_called().with_ids(shown))
        self.labels = {option.api_id: option.label for option in found}
        self.called = _called(found)
        super().__init__(widget=_Inputs(metaproperty), **kwargs)
        several = " One in each field." if metaproperty.is_multiselect else ""
        self.help_text = f"{self.help_text} Type its label or name; some are suggested.{several}".strip()

    def prepare_value(self, value: Any) -> Any:
        """What people type instead of the ids, also of options that were only typed so far."""
        unknown = self.options.with_called().with_ids(set(value or ()) - self.called.keys())
        called = self.called | _called(unknown)
        return [called.get(text, text) for text in value or ()]

    def clean(self, value: Any) -> list[str]:
        """The ids of the options that are meant."""
        texts = [text.strip() for text in value or () if text.strip()]
        meanings = self._meanings({text for text in texts if "\0" not in text}) if texts else {}
        result: dict[str, None] = {}
        for text in texts:
            found = meanings.get(text, [])
            if not found:
                message = f"No option is called {text[:60]}."
                raise ValidationError(message)
            if len(found) > 1:
                message = f"Several options are called {text[:60]}. Type the name that integrations use."
                raise ValidationError(message)
            result[found[0].api_id] = None
        return list(result)

    def _meanings(self, texts: Iterable[str]) -> Mapping[str, list[Option]]:
        """Text → the options that it may mean: that with this name or id, else those with this label."""
        lower = {text.lower() for text in texts}
        named = Q(lower_name__in=lower) | Q(lower_label__in=lower) | Q(label__in=texts)
        rows = self.options.alias(lower_name=Lower("name"), lower_label=Lower("label"))
        found = list(rows.filter(named | Q(pk__in=self.options.with_ids(texts))))
        result: dict[str, list[Option]] = {}
        for text in texts:
            exact = [one for one in found if text.lower() in {one.name.lower(), one.api_id.lower()}]
            result[text] = exact or [one for one in found if text.lower() == one.label.lower()]
        return result


def suggestions(
    found: QuerySet[Option], *, label: str = "label", name: str = "name"
) -> list[tuple[str, str]]:
    """What one types for each of the first of these options, as they are `called`, and what stands beside it.

    That is the name or, where the name is typed, the label; nothing where they are the same word. Browsers
    show only what has the typed words in either. `label` and `name` are the fields or annotations of each.
    """
    return [
        (called, "" if named.lower() == labelled.lower() else labelled if called == named else named)
        for called, labelled, named in found.values_list("called", label, name)[:SUGGESTED]
    ]


def _called(options: Iterable[Option]) -> dict[str, str]:
    """What each is called, by id."""
    return {option.api_id: option.called for option in options}  # type: ignore[attr-defined]


class _Inputs(forms.TextInput):
    """An input for each text, and some empty ones, all of one name; they share what is suggested."""

    def __init__(self, metaproperty: Metaproperty) -> None:
        self.empty = EMPTY if metaproperty.is_multiselect else 0
        self.suggestions = f"options-{metaproperty.api_id}"
        super().__init__(
            {
                "list": self.suggestions, "autocomplete": "off", "aria-label": metaproperty.label,
                "hx-get": reverse("option-suggestions", args=[metaproperty.api_id]),
                "hx-trigger": "input changed delay:250ms", "hx-target": f"#{self.suggestions}",
                "hx-sync": "this:replace",
            }
        )  # fmt: skip

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """All that was typed."""
        typed: list[str] = data.getlist(name)
        return typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had none of the inputs."""
        return name not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The inputs, the first of which has the label, and the list of what is suggested."""
        attrs = attrs or {}
        texts = [text for text in value or () if text] + [""] * self.empty or [""]
        others = {key: value for key, value in attrs.items() if key != "id"}
        inputs = (
            (super(_Inputs, self).render(name, text, others if number else attrs, renderer),)
            for number, text in enumerate(texts)
        )
        suggestions = format_html('<datalist id="{}"></datalist>', self.suggestions)
        return format_html('<div class="inputs">{}{}</div>', format_html_join("", "{}", inputs), suggestions)
