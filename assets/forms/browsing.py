"""How the list of assets is narrowed."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from assets.models import Metaproperty
from assets.search import Filters


class Several(forms.MultipleChoiceField):
    """Any number of words; what is unknown finds nothing, and is no mistake."""

    def valid_value(self, value: Any) -> bool:
        """Every word that a database can look for."""
        return "\0" not in value


class NameFilter(forms.Form):
    """A list that is narrowed by a part of the name alone."""

    search = forms.CharField(max_length=100, required=False, label="Name")


class AssetFilters(forms.Form):
    """The query string of the list, with the names that the API has for the same."""

    keyword = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Name, tag, description …", "autocomplete": "off"}
        ),
    )
    type = Several(required=False)
    brandId = Several(required=False)  # noqa: N815  the API's name
    tags = Several(required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.metaproperties = list(Metaproperty.objects.visible_to(user).filter(is_filterable=True))
        for metaproperty in self.metaproperties:
            self.fields[f"property_{metaproperty.name}"] = Several(required=False)

    def chosen(self) -> dict[str, list[str]]:
        """Parameter → what is asked for, beside the keyword; what isn't asked for is absent."""
        return {name: values for name, values in self.cleaned_data.items() if values and name != "keyword"}

    def arguments(self) -> Filters:
        """The cleaned fields as what to look for."""
        asked = self.chosen()
        return Filters(
            keyword=self.cleaned_data.get("keyword", ""),
            types=asked.get("type", ()),
            tags=asked.get("tags", ()),
            brand=asked.get("brandId", [""])[-1],
            properties={
                m.name: asked[key] for m in self.metaproperties if (key := f"property_{m.name}") in asked
            },
        )
