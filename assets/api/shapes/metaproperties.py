"""The shapes of metaproperties and options on the wire, as the schema describes them."""

from portal.api.documentation import BIT, COUNT, FLAG, TEXT, Parameter, Shape, every, listed, some

IDS = listed(TEXT)
_INTEGER: Shape = {"type": "integer"}


def mapped(shape: Shape) -> Shape:
    """An object with values of the shape under names that aren't known beforehand."""
    return {"type": "object", "additionalProperties": shape}


_OPTION_ALWAYS = {
    **dict.fromkeys(
        (
            "id", "name", "label", "displayLabel", "description", "date", "metapropertyId", "image",
            "externalReference", "product_suffix",
        ),
        TEXT,
    ),
    "labels": mapped(TEXT),
    "descriptions": mapped(TEXT),
    "zindex": _INTEGER,
    "active": BIT,
    "isSelectable": BIT,
    "hideByDefault": BIT,
    "linkedOptionIds": IDS,
    "pregeneratedZipFileSize": COUNT,
}  # fmt: skip
OPTION = some(*_OPTION_ALWAYS, **_OPTION_ALWAYS, parentId=TEXT)
_NESTED: Shape = {"type": "object", "description": "Options like this one, below it."}
_OPTION_OF_METAPROPERTY = some(
    *_OPTION_ALWAYS, "options", **_OPTION_ALWAYS, parentId=TEXT, mediaCount=COUNT, options=listed(_NESTED)
)
_FLAGS = (
    "isMultiselect", "isMultifilter", "isRequired", "isMainfilter", "isFilterable", "isApiField",
    "isDisplayField", "isDrilldown", "isEditable", "showInListView", "showInGridView",
    "showInDuplicateView",
)  # fmt: skip
_METAPROPERTY_ALWAYS = {
    **dict.fromkeys(("id", "name", "label", "type"), TEXT),
    "labels": mapped(TEXT),
    **dict.fromkeys((*_FLAGS, "useDependencies"), BIT),
    "zindex": _INTEGER,
}
METAPROPERTY = some(*_METAPROPERTY_ALWAYS, **_METAPROPERTY_ALWAYS, options=listed(_OPTION_OF_METAPROPERTY))
METAPROPERTIES = {**mapped(METAPROPERTY), "description": "Metaproperties by name."}
GROUPED = mapped(IDS)
DEPENDENCIES_OF_OPTION = {
    "anyOf": [IDS, GROUPED],
    "description": "A list; with `includeGroupedResults`, lists by group, or `ungrouped`.",
}
DEPENDENCIES_OF_METAPROPERTY = mapped(GROUPED)
ALL_DEPENDENCIES = mapped(DEPENDENCIES_OF_METAPROPERTY)
SMARTFILTER = every(id=TEXT, icon=TEXT, labels=mapped(TEXT), zindex=_INTEGER, metaproperties=IDS)

_METAPROPERTY_FIELDS = {
    **dict.fromkeys(("name", "label", "type"), TEXT),
    **dict.fromkeys(_FLAGS, FLAG),
    "labels": mapped(TEXT),
    "zindex": _INTEGER,
}
_OPTION_FIELDS = {
    **dict.fromkeys(("label", "description", "externalReference", "parentId"), TEXT),
    **dict.fromkeys(("active", "isSelectable", "hideByDefault"), FLAG),
    "labels": mapped(TEXT),
    "descriptions": mapped(TEXT),
    "zindex": _INTEGER,
}
_DATA = "The vendor's clients send all of this as JSON text in the form field `data`."
NEW_METAPROPERTY = {**some("name", "type", **_METAPROPERTY_FIELDS), "description": _DATA}
CHANGED_METAPROPERTY = {**some(**_METAPROPERTY_FIELDS), "description": _DATA}
NEW_OPTION = {
    **some("name", name=TEXT, **_OPTION_FIELDS, options=listed(_NESTED)),
    "description": _DATA,
}
CHANGED_OPTION = {**some(**_OPTION_FIELDS), "description": _DATA}
GROUP = some("data", data={**TEXT, "description": "Ids of options, as a JSON list."})

COUNTED = Parameter(
    "count",
    FLAG,
    "With `mediaCount`, how many assets that the user sees have each option. Of more than 10,000 assets, "
    "it may be up to ten minutes old.",
)
TYPE = Parameter("type", TEXT, "Count assets of these types only, separated by commas.")
OPTIONS = Parameter("options", FLAG, "Without options when false.")
METAPROPERTY_IDS = Parameter("ids", TEXT, "Metaproperties with these ids, separated by commas.")
OPTION_IDS = Parameter("ids", TEXT, "Ids of options, separated by commas.")
NAME = Parameter("name", TEXT, "The option with this name, in any case.")
EXTERNAL_REFERENCE = Parameter("externalReference", TEXT, "Options with exactly this reference.")
GROUPED_RESULTS = Parameter("includeGroupedResults", FLAG, "By group instead of as a list.")
