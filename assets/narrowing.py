"""What a list of assets can be narrowed by: how many assets have what, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User

from .models import Brand, MediaType, Metaproperty, Option, Smartfilter
from .smartfilters import ICONS


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


@dataclass(frozen=True)
class Group:
    """Facets that stand together: those of a smartfilter under its label, or the others."""

    facets: Sequence[Facet]
    label: str = ""
    icon: str = ""
    key: str = ""  # of a smartfilter; a facet may be in several


Counts = Mapping[str, Mapping[str, int]]
Chosen = Mapping[str, Sequence[str]]


def offered(
    counts: Counts, chosen: Chosen, metaproperties: Sequence[Metaproperty], user: User
) -> list[Facet]:
    """What narrows the list further, and what narrows it now; two queries for the words.

    Anybody may choose anything by its name, so `user` must not learn from it what there is.
    """
    labels: dict[str, dict[str, str]] = {
        "type": dict(MediaType.choices),
        "brandId": {brand.api_id: brand.name for brand in Brand.objects.all()},
        **_option_labels(counts, chosen, metaproperties, user),
    }
    headings = {"type": "Type", "brandId": "Brand"}
    headings |= {f"property_{m.name}": m.label for m in metaproperties} | {"tags": "Tags"}
    facets = [
        Facet(name, heading, _choices(counts.get(name, {}), chosen.get(name, ()), labels.get(name, {})))
        for name, heading in headings.items()
    ]
    return [facet for facet in facets if len(facet.choices) > 1 or facet.is_chosen]


GENERAL = ("type", "brandId")  # asked of every asset, so they come first


def grouped(facets: Sequence[Facet]) -> list[Group]:
    """The facets under the labels of smartfilters, and those that are in none after them; two queries."""
    general = [facet for facet in facets if facet.name in GENERAL]
    rows = Smartfilter.objects.prefetch_related("metaproperties")
    smart = [group for group in (_under(smartfilter, facets) for smartfilter in rows) if group.facets]
    placed = {facet.name for facet in general} | {facet.name for group in smart for facet in group.facets}
    rest = Group([facet for facet in facets if facet.name not in placed], "More filters" if smart else "")
    return [group for group in (Group(general), *smart, rest) if group.facets]


def _under(smartfilter: Smartfilter, facets: Sequence[Facet]) -> Group:
    names = {f"property_{metaproperty.name}" for metaproperty in smartfilter.metaproperties.all()}
    icon = smartfilter.icon if smartfilter.icon in ICONS else ""
    return Group([f for f in facets if f.name in names], str(smartfilter), icon, smartfilter.api_id)


_SHOWN = 60  # choices of a facet; whoever looks for another one types its name


def _choices(counts: Mapping[str, int], chosen: Sequence[str], labels: Mapping[str, str]) -> list[Choice]:
    values = dict.fromkeys([*chosen, *sorted(counts, key=lambda value: (-counts[value], value))])
    return [
        Choice(value, labels.get(value, value), counts.get(value, 0), value in chosen)
        for value in list(values)[:_SHOWN]
    ]


def _option_labels(
    counts: Counts, chosen: Chosen, metaproperties: Iterable[Metaproperty], user: User
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {f"property_{m.name}": {} for m in metaproperties}
    names = {name for key in found for name in (*counts.get(key, {}), *chosen.get(key, ()))}
    rows = Option.objects.visible_to(user).filter(metaproperty__in=metaproperties, name__in=names)
    for metaproperty, name, label in rows.values_list("metaproperty__name", "name", "label"):
        found[f"property_{metaproperty}"][name] = label
    return found
