"""What the pages of options parse."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from assets import options
from assets.forms.named_options import suggestions
from assets.models import DependencyGroup, Metaproperty, Option
from portal.pages.forms import RefusableForm, RowForm, longest

BETWEEN = ": "  # a metaproperty and its option
# A field that names an option: its page, asked again as one types, suggests those that hold the words.
_SUGGESTING = {
    "list": "options", "hx-get": "", "hx-trigger": "input changed delay:250ms",
    "hx-target": "#options", "hx-select": "#options > option", "hx-sync": "this:replace",
}  # fmt: skip


class OptionForm(RowForm):
    """Everything that `options.create` and `options.change` want to know, for an option of a metaproperty."""

    label = forms.CharField(max_length=longest(Option, "label"), help_text="What people see.")
    name = forms.CharField(
        max_length=longest(Option, "name"),
        required=False,
        help_text="What integrations know it by. Made from the label, if left empty; it can't be changed.",
    )
    external_reference = forms.CharField(
        max_length=longest(Option, "external_reference"),
        required=False,
        help_text="What another system calls it: an article number, a key.",
    )
    parent = forms.CharField(
        label="Below",
        max_length=longest(Option, "label"),
        required=False,
        help_text="The label or name of another option of this metaproperty.",
        widget=forms.TextInput(attrs=_SUGGESTING),
    )
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_active = forms.BooleanField(
        label="Active", required=False, help_text="Assets keep an inactive option; no others get it."
    )
    is_selectable = forms.BooleanField(
        label="Can be chosen", required=False, help_text="A mere heading for the options below it can't."
    )
    hide_by_default = forms.BooleanField(
        label="Shown on demand only", required=False, help_text="Lists of options leave it out at first."
    )

    def __init__(
        self, *args: Any, metaproperty: Metaproperty, option: Option | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=option or Option(metaproperty=metaproperty), **kwargs)
        self.metaproperty = metaproperty
        if option is not None:
            del self.fields["name"]

    def clean_name(self) -> str:
        """Made from the label, if left empty."""
        made = re.sub(r"\W+", "_", self.cleaned_data.get("label", "").lower()).strip("_")
        return self.cleaned_data["name"] or made[: longest(Option, "name")]

    def clean_parent(self) -> Option | None:
        """The option that is meant."""
        text = self.cleaned_data["parent"].strip()
        if not text:
            return None
        found = _meant(text, self.metaproperty.options.all())
        if len(found) != 1:
            problem = "several options are" if found else "no option is"
            message = f"In {self.metaproperty}, {problem} called {text}."
            raise ValidationError(message)
        return found[0]

    def check(self, row: Any) -> None:
        """As `options.create` and `options.change` do."""
        options.check(row)

    @classmethod
    def initial_of(cls, option: Option) -> dict[str, Any]:
        """What the form shows for an option."""
        shown = {name: getattr(option, name) for name in cls.base_fields}
        parent = option.metaproperty.options.with_called().filter(pk=option.parent_id).first()
        return {**shown, "parent": parent.called if parent else ""}


class DependencyForm(RefusableForm):
    """An option of another metaproperty that one is to depend on, alone or in a group."""

    dependency = forms.CharField(
        label="Option",
        max_length=longest(Metaproperty, "label") + len(BETWEEN) + longest(Option, "label"),
        help_text="Metaproperty and option, like “Product line: Tents”. The option’s name will do, too.",
        widget=forms.TextInput(attrs=_SUGGESTING),
    )
    group = forms.ChoiceField(label="Needed")

    ALONE, NEW = "alone", "new"

    def __init__(self, *args: Any, option: Option, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.option = option
        groups = option.dependency_groups.prefetch_related("dependencies__dependency").order_by("pk")
        self.groups = {group.api_id: group for group in groups}
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (self.ALONE, "On its own"),
            *((key, f"Together with {_members(group)}") for key, group in self.groups.items()),
            (self.NEW, "Together with others, to be added next"),
        ]

    def clean_dependency(self) -> Option:
        """The option that is meant."""
        text = self.cleaned_data["dependency"].strip()
        found = _meant(text, self._offered(), label="labelled", name="named")
        if len(found) != 1:
            problem = "Several options are" if found else "No option of another metaproperty is"
            message = f"{problem} called {text}."
            raise ValidationError(message)
        return found[0]

    def suggestions(self, typed: str) -> list[tuple[str, str]]:
        """Those of the offered options with what is typed in their label or name, as they stand here."""
        known = self._offered().filter(Q(labelled__icontains=typed) | Q(named__icontains=typed))
        return suggestions(known, label="labelled", name="named")

    def _offered(self) -> QuerySet[Option]:
        """Options of other metaproperties; `called`, `labelled`, `named` behind the metaproperty's label."""
        others = Option.objects.exclude(metaproperty=self.option.metaproperty).with_called()
        called, labelled, named = (
            Concat("metaproperty__label", Value(BETWEEN), field) for field in ("called", "label", "name")
        )
        rows: QuerySet[Option] = others.annotate(called=called, labelled=labelled, named=named)
        return rows.select_related("metaproperty").order_by("labelled")


def _meant(text: str, options: QuerySet[Option], *, label: str = "label", name: str = "name") -> list[Option]:
    """Two at most of the options that the text may mean: that with this name, else those with this label."""
    named = list(options.filter(**{f"{name}__iexact": text})[:2])
    return named or list(options.filter(**{f"{label}__iexact": text})[:2])


def _members(group: DependencyGroup) -> str:
    return " and ".join(str(row.dependency) for row in group.dependencies.all())


class OptionFilters(forms.Form):
    """How to narrow the list of options."""

    search = forms.CharField(max_length=100, required=False, label="Name or reference")
    state = forms.ChoiceField(
        choices=[
            ("", "Any state"),
            ("active", "Active"),
            ("inactive", "Inactive"),
            ("restricted", "Restricted"),
        ],
        required=False,
    )
