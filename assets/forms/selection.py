"""What the list of assets asks before something is done to the selected ones."""

from typing import Any

from django import forms

from accounts.models import User
from assets.models import Collection
from portal.pages.forms import RefusableForm

from .details import TagsField

COLLECTIONS_SHOWN = 200  # to choose from, the first by name


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
    """A collection, or the name of a new one."""

    collection = forms.ChoiceField(
        required=False,
        widget=forms.Select(attrs={"autofocus": True}),
        error_messages={"invalid_choice": "That collection is gone, or you can't change it any more."},
    )
    name = forms.CharField(
        label="Name of the new collection",
        max_length=Collection._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        self.editable = Collection.objects.editable_by(user)
        shown = [(one.api_id, str(one)) for one in self.editable.order_by("name")[:COLLECTIONS_SHOWN]]
        self.fields["collection"].choices = [("", "A new collection"), *shown]  # type: ignore[attr-defined]

    def clean_collection(self) -> Collection | None:
        """The collection that is meant, if it is none to be made."""
        identifier = self.cleaned_data["collection"]
        found: Collection | None = self.editable.with_id(identifier).first() if identifier else None
        return found


FORMS: dict[str, type[SelectionForm]] = {"tag": TagForm, "collect": CollectForm, "delete": SelectionForm}
