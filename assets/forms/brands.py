"""What the pages of brands parse."""

from django import forms

from assets.models import Brand
from portal.pages.forms import RowForm


class BrandForm(RowForm):
    """What a brand or sub-brand is called."""

    name = forms.CharField(max_length=Brand._meta.get_field("name").max_length)
    description = forms.CharField(
        max_length=Brand._meta.get_field("description").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
