"""What a list of assets can be narrowed by: how many assets have what, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .models import Brand, MediaType, Metaproperty, Option


@dataclass(frozen=True)
class Choice:
    """Something that assets of the list have, and how many of them."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """What is asked of assets under one parameter of the query string."""

    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def is_chosen(self) -> bool:
        """Whether the list is narrowed by it."""
        return any(choice.is_chosen for choice in self.choices)


Counts = Mapping[str, Mapping[str, int]]
Chosen = Mapping[str, Sequence[str]]


def offered(counts: Counts, chosen: Chosen, metaproperties: Sequence[Metaproperty]) -> list[Facet]:
    """What narrows the list further, and what narrows it now; two queries for the words."""
    labels: dict[str, dict[str, str]] = {
        "type": dict(MediaType.choices),
        "brandId": {brand.api_id: brand.name for brand in Brand.objects.all()},
        **_option_labels(counts, chosen, metaproperties),
    }
    headings = {"type": "Type", "brandId": "Brand"}
    headings |= {f"property_{m.name}": m.label for m in metaproperties} | {"tags": "Tags"}
    facets = [
        Facet(name, heading, _choices(counts.get(name, {}), chosen.get(name, ()), labels.get(name, {})))
        for name, heading in headings.items()
    ]
    return [facet for facet in facets if len(facet.choices) > 1 or facet.is_chosen]


_SHOWN = 60  # choices of a facet; whoever looks for another one types its name


def _choices(counts: Mapping[str, int], chosen: Sequence[str], labels: Mapping[str, str]) -> list[Choice]:
    values = dict.fromkeys([*chosen, *sorted(counts, key=lambda value: (-counts[value], value))])
    return [
        Choice(value, labels.get(value, value), counts.get(value, 0), value in chosen)
        for value in list(values)[:_SHOWN]
    ]


def _option_labels(
    counts: Counts, chosen: Chosen, metaproperties: Iterable[Metaproperty]
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {f"property_{m.name}": {} for m in metaproperties}
    names = {name for key in found for name in (*counts.get(key, {}), *chosen.get(key, ()))}
    rows = Option.objects.filter(metaproperty__in=metaproperties, name__in=names)
    for metaproperty, name, label in rows.values_list("metaproperty__name", "name", "label"):
        found[f"property_{metaproperty}"][name] = label
    return found
