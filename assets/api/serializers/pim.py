"""Metaproperties and options on the wire of the product layer: ids in the RFC form, few fields."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from assets.models import Metaproperty, Option, OptionDependency

_COLUMNS = ("uuid", "name", "label", "description", "metaproperty__uuid")


def metaproperty(found: Metaproperty) -> dict[str, Any]:
    """A metaproperty with its options; metaproperties have no description here."""
    return {
        "id": found.rfc_id,
        "name": found.name,
        "label": found.label,
        "description": "",
        "mp_options": options(found.options.all(), "relations"),
    }


def options(rows: QuerySet[Option], children_as: str) -> list[dict[str, Any]]:
    """The options, each with those that depend on it outside of groups, under the name `children_as`."""
    pairs = OptionDependency.objects.filter(dependency__in=rows.values("pk"), group=None).order_by("pk")
    children: dict[int, list[dict[str, str]]] = defaultdict(list)
    for pk, *values in pairs.values_list("dependency_id", *(f"option__{name}" for name in _COLUMNS)):
        children[pk].append(_option(*values))
    return [
        {**_option(*values), children_as: children[pk]} for pk, *values in rows.values_list("pk", *_COLUMNS)
    ]


def _option(uuid: Any, name: str, label: str, description: str, metaproperty: Any) -> dict[str, str]:
    return {
        "id": str(uuid),
        "name": name,
        "label": label,
        "description": description,
        "metapropertyid": str(metaproperty),
    }
