"""What the list of assets asks before something is done to the selected ones."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from accounts.models import User
from assets.models import Collection
from portal.pages.forms import RefusableForm, longest

from .details import TagsField

COLLECTIONS_SHOWN = 50  # to choose from at once, the first by name


class SelectionForm(RefusableForm):
    """Nothing but the assets, unless a subclass asks for more. The upload's form has other ids."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, auto_id="selection-%s")


class TagForm(SelectionForm):
    """The tags to add."""

    tags = TagsField(
        label="Tags to add",
        required=False,  # the rule says what is missing, as it does for the form below
        widget=forms.TextInput(
            attrs={"placeholder": "harbour, spring 2026", "autocomplete": "off", "autofocus": True}
        ),
        help_text="Separated by commas. Tags that the assets have already stay.",
    )


class CollectForm(SelectionForm):
    """A collection, or the name of a new one. When there are many, `search` narrows what is offered."""

    search = forms.CharField(
        label="Find a collection",
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search", "autocomplete": "off", "hx-get": reverse_lazy("assets-collect"),
                "hx-trigger": "input changed delay:250ms", "hx-target": "#selection-collection",
                "hx-include": "#selection-collection",  # what is chosen stays
                # The whole control: while options come and go inside one, browsers choose another.
                "hx-swap": "outerHTML", "hx-sync": "this:replace",
            }
        ),
        help_text=f"By words of its name. {COLLECTIONS_SHOWN} are shown at once.",
    )  # fmt: skip
    collection = forms.CharField(required=False, widget=forms.Select)
    name = forms.CharField(
        label="Name of the new collection",
        max_length=longest(Collection, "name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        self.editable = Collection.objects.editable_by(user)
        if self._offer() <= COLLECTIONS_SHOWN:
            del self.fields["search"]
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def clean_collection(self) -> Collection | None:
        """The collection that is meant, if it is none to be made."""
        identifier = self.cleaned_data["collection"]
        found: Collection | None = self.editable.with_id(identifier).first()
        self._offer(self.cleaned_data.get("search", ""), found)
        if identifier and found is None:
            raise ValidationError("That collection is gone, or you can't change it any more.")
        return found

    def _offer(self, search: str = "", chosen: Collection | None = None) -> int:
        """Offer those with these words, and the chosen one; how many were found, up to one too many."""
        found = list(self.editable.matching(search).order_by("name", "pk")[: COLLECTIONS_SHOWN + 1])
        shown = dict.fromkeys([*([chosen] if chosen else []), *found[:COLLECTIONS_SHOWN]])
        choices = [("", "A new collection"), *((one.api_id, str(one)) for one in shown)]
        self.fields["collection"].widget.choices = choices
        return len(found)


FORMS: dict[str, type[SelectionForm]] = {"tag": TagForm, "collect": CollectForm, "delete": SelectionForm}
