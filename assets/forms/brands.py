"""What the pages of brands parse."""

from django import forms

from assets.models import Brand
from portal.pages.forms import RowForm, longest


class BrandForm(RowForm):
    """What a brand or sub-brand is called."""

    name = forms.CharField(max_length=longest(Brand, "name"))
    description = forms.CharField(
        max_length=longest(Brand, "description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
