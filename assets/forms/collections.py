"""What the pages of collections parse; they decide nothing."""

from typing import Any

from django import forms
from django.db.models.functions import Lower

from accounts.models import User
from accounts.permissions import Permission
from assets.collections import LONGEST_DESCRIPTION
from assets.models import Collection
from portal.pages.forms import RefusableForm, longest

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

    name = forms.CharField(max_length=longest(Collection, "name"))
    description = forms.CharField(
        max_length=LONGEST_DESCRIPTION, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_public = forms.BooleanField(
        required=False,
        label="Public",
        help_text="Everybody who may view public collections sees it, with the assets that they may see.",
    )

    def __init__(self, *args: Any, user: User, collection: Collection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if collection is None or not user.has_perm(Permission.PUBLISH_COLLECTIONS):
            del self.fields["is_public"]

    @classmethod
    def initial_of(cls, collection: Collection) -> dict[str, Any]:
        """What the form shows for a collection."""
        return {name: getattr(collection, name) for name in cls.base_fields}
