"""The shapes of the product layer on the wire, as the schema describes them."""

from portal.api.documentation import TEXT, Parameter, every, listed, one_of, some

IDS = listed(TEXT)
_TEXTS = dict.fromkeys(("id", "name", "label", "description"), TEXT)
_INNER = every(**_TEXTS, metapropertyid=TEXT)
METAPROPERTY = every(
    **_TEXTS, mp_options=listed(every(**_TEXTS, metapropertyid=TEXT, relations=listed(_INNER)))
)
OPTION = every(**_TEXTS, metapropertyid=TEXT, product_options=listed(_INNER))
CHILDREN = some("children", children=IDS)
ORDER = Parameter("order", one_of("asc", "desc"), "By name, upwards or downwards.")
