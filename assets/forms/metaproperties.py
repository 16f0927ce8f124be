"""What the pages of metaproperties parse."""

from typing import Any

from django import forms

from assets.models import Metaproperty, MetapropertyType
from portal.pages.forms import RefusableForm, RowForm, longest


class MetapropertyForm(RowForm):
    """Everything that `metaproperties.create` and `metaproperties.change` want to know."""

    label = forms.CharField(max_length=longest(Metaproperty, "label"), help_text="What people see.")
    name = forms.CharField(
        max_length=longest(Metaproperty, "name"),
        help_text="What integrations know it by: letters, digits and underscores. "
        "Another name breaks those that use it.",
    )
    type = forms.ChoiceField(choices=MetapropertyType.choices)
    position = forms.IntegerField(
        label="Place in the order", required=False, help_text="Lower numbers come first. Empty: the last."
    )
    is_required = forms.BooleanField(label="Every new asset needs an answer", required=False)
    is_multiselect = forms.BooleanField(label="An asset may have several options", required=False)
    is_editable = forms.BooleanField(label="People may change the answer", required=False)
    is_filterable = forms.BooleanField(label="Assets can be filtered by it", required=False)
    is_main_filter = forms.BooleanField(label="It is one of the first filters", required=False)
    is_multifilter = forms.BooleanField(label="Several options can be filtered by at once", required=False)
    is_drilldown = forms.BooleanField(label="Filters open level by level", required=False)
    is_display_field = forms.BooleanField(label="On the page of an asset", required=False)
    show_in_list_view = forms.BooleanField(label="In lists of assets", required=False)
    show_in_grid_view = forms.BooleanField(label="In grids of assets", required=False)
    show_in_duplicate_view = forms.BooleanField(label="Where duplicates are compared", required=False)
    is_api_field = forms.BooleanField(label="In the API’s answers about assets", required=False)

    ANSWERS = ("is_required", "is_multiselect", "is_editable")
    FILTERS = ("is_filterable", "is_main_filter", "is_multifilter", "is_drilldown")
    PLACES = (
        "is_display_field", "show_in_list_view", "show_in_grid_view", "show_in_duplicate_view",
        "is_api_field",
    )  # fmt: skip

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The flags, under the headings that the page shows."""
        headings = {"Answers": self.ANSWERS, "Filters": self.FILTERS, "Where it is shown": self.PLACES}
        return {heading: [self[name] for name in names] for heading, names in headings.items()}

    def details(self) -> dict[str, Any]:
        """The cleaned fields as the rules' `details`."""
        left_open = {"position"} if self.cleaned_data["position"] is None else set()
        return {name: value for name, value in self.cleaned_data.items() if name not in left_open}

    @classmethod
    def initial_of(cls, metaproperty: Metaproperty) -> dict[str, Any]:
        """What the form shows for a metaproperty."""
        return {name: getattr(metaproperty, name) for name in cls.base_fields}


class DependenciesForm(RefusableForm):
    """What a metaproperty depends on."""

    dependencies = forms.ModelMultipleChoiceField(
        Metaproperty.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, metaproperty: Metaproperty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dependencies"]
        field.queryset = Metaproperty.objects.exclude(pk=metaproperty.pk)


class MetapropertyFilters(forms.Form):
    """How to narrow the list of metaproperties."""

    search = forms.CharField(max_length=100, required=False, label="Label or name")
    type = forms.ChoiceField(choices=[("", "Any type"), *MetapropertyType.choices], required=False)
