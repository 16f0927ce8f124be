"""What the pages of smartfilters parse."""

from typing import Any

from django import forms
from django.db.models import Q

from assets import smartfilters
from assets.models import Metaproperty, Smartfilter
from assets.smartfilters import ICONS, LONGEST_LABEL
from portal.pages.forms import RefusableForm


class FilterableField(forms.ModelMultipleChoiceField):
    """Metaproperties to filter by."""

    def label_from_instance(self, obj: Any) -> str:
        """Its label, and a warning when it is no filter any more."""
        return str(obj) if obj.is_filterable else f"{obj} (no filter any more)"


class SmartfilterForm(RefusableForm):
    """Everything that `smartfilters.create` and `smartfilters.change` want to know."""

    label = forms.CharField(max_length=LONGEST_LABEL, help_text="What stands above the filters.")
    icon = forms.ChoiceField(choices=[("", "None"), *ICONS.items()], required=False, widget=forms.RadioSelect)
    metaproperties = FilterableField(
        Metaproperty.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one metaproperty."},
        help_text="Only metaproperties that assets can be filtered by. Each may be in several smartfilters.",
    )

    def __init__(self, *args: Any, smartfilter: Smartfilter | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.smartfilter = smartfilter or Smartfilter()
        kept = Q(pk__in=smartfilter.metaproperties.values("pk")) if smartfilter else Q()
        field: Any = self.fields["metaproperties"]
        field.queryset = Metaproperty.objects.filter(Q(is_filterable=True) | kept)

    def ask(self) -> None:
        """Check what is there of a label, metaproperties and an icon."""
        given: dict[str, Any] = {"label": "", "metaproperties": (), "icon": "", **self.cleaned_data}
        smartfilters.check(self.smartfilter, **given)

    @staticmethod
    def initial_of(smartfilter: Smartfilter) -> dict[str, Any]:
        """What the form shows for a smartfilter."""
        return {
            "label": smartfilter.label,
            "icon": smartfilter.icon,
            "metaproperties": smartfilter.metaproperties.all(),
        }
