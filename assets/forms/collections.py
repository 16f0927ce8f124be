"""What the pages of collections parse; they decide nothing."""

from typing import Any

from django import forms
from django.db.models.functions import Lower

from accounts.models import User
from accounts.permissions import Permission
from assets.models import Collection
from portal.pages.forms import RefusableForm

SORTS = {
    "-added": ("Newest", "-created_at", "-id"),
    "-changed": ("Recently changed", "-modified_at", "-id"),
    "name": ("Name, A to Z", Lower("name"), "id"),
    "-name": ("Name, Z to A", Lower("name").desc(), "-id"),
    "added": ("Oldest", "created_at", "id"),
}


class CollectionFilters(forms.Form):
    """How to narrow and sort the list of collections."""

    search = forms.CharField(max_length=100, required=False, label="Name or description")
    whose = forms.ChoiceField(
        choices=[
            ("", "All collections"), ("mine", "My own"), ("shared", "Shared with me"), ("public", "Public"),
        ],
        required=False,
    )  # fmt: skip
    sort = forms.ChoiceField(
        choices=[(name, label) for name, (label, *_) in SORTS.items()], required=False, label="Sort by"
    )


class CollectionForm(RefusableForm):
    """What describes a collection. Only who may make collections public is asked about that."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    is_public = forms.BooleanField(
        required=False,
        label="Public",
        help_text="Everybody who may view public collections sees it, with the assets that they may see.",
    )

    def __init__(self, data: Any = None, *, user: User, collection: Collection | None = None) -> None:
        initial = {name: getattr(collection, name) for name in self.base_fields} if collection else {}
        super().__init__(data, initial=initial)
        if collection is None or not user.has_perm(Permission.PUBLISH_COLLECTIONS):
            del self.fields["is_public"]
