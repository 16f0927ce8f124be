"""Metaproperties on the wire: the vendor's names, flags as 0 and 1, options as a tree."""

from typing import Any

from accounts.models import User
from assets import facets
from assets.api.payloads import Payload
from assets.models import MetapropertyType, Option
from assets.models.metaproperties import MetapropertyQuerySet
from assets.search import Filters
from portal.api.errors import Problem
from portal.api.parsing import Parameters

from . import options

# Wire name → field.
_TEXTS = {"name": "name", "label": "label"}
_FLAGS = {
    "isMultiselect": "is_multiselect",
    "isMultifilter": "is_multifilter",
    "isRequired": "is_required",
    "isMainfilter": "is_main_filter",
    "isFilterable": "is_filterable",
    "isApiField": "is_api_field",
    "isDisplayField": "is_display_field",
    "isDrilldown": "is_drilldown",
    "isEditable": "is_editable",
    "showInListView": "show_in_list_view",
    "showInGridView": "show_in_grid_view",
    "showInDuplicateView": "show_in_duplicate_view",
}
WIRE_NAMES = {field: name for name, field in _FLAGS.items()} | {"position": "zindex"}


def by_name(rows: MetapropertyQuerySet, parameters: Parameters, user: User) -> dict[str, dict[str, Any]]:
    """The answer of Retrieve metaproperties: an object of them by name, as `count type options` ask."""
    found = list(rows.with_uses_dependencies())
    result = {entry.name: metaproperty(entry) for entry in found}
    if parameters.boolean("options", default=True):
        counts = _counts(parameters, user)
        shown = Option.objects.visible_to(user).filter(metaproperty__in=found)
        trees = options.trees(shown, user, counts)
        for entry in found:
            result[entry.name]["options"] = trees.get(entry.pk, [])
    return result


def metaproperty(entry: Any) -> dict[str, Any]:
    """A metaproperty without its options; one of `Metaproperty.objects.with_uses_dependencies`."""
    return {
        "id": entry.api_id,
        "name": entry.name,
        "label": entry.label,
        "labels": options.translations(entry.label, entry.labels),
        "type": entry.type,
        "zindex": entry.position,
        **{name: int(getattr(entry, field)) for name, field in _FLAGS.items()},
        "useDependencies": int(entry.uses_dependencies),
    }


def details(payload: Payload) -> dict[str, Any]:
    """What a request to create or modify a metaproperty asks for, as the rules' `details`."""
    result: dict[str, Any] = {field: payload.text(name) for name, field in _TEXTS.items() if name in payload}
    result |= {field: payload.flag(name) for name, field in _FLAGS.items() if name in payload}
    result |= options.labels(payload)
    if "zindex" in payload:
        result["position"] = payload.number("zindex")
    if "type" in payload:
        result["type"] = payload.text("type").lower()
        if result["type"] not in MetapropertyType:
            known = f"Send one of {', '.join(MetapropertyType)}."
            message = "Invalid metaproperty type"
            raise Problem(message, fields={"type": [known]})
    return result


def _counts(parameters: Parameters, user: User) -> dict[int, int] | None:
    """Primary key of each option → how many assets that the user sees have it; None if nobody asked.

    Connectors ask for types that there are none of, such as `other`: nothing is of these, as in a search.
    """
    if not parameters.boolean("count"):
        return None
    types = [name.lower() for name in parameters.list("type")]
    return facets.count_options(Filters(types=types), user)
