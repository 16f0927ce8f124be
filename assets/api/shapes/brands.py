"""The shapes of brands on the wire."""

from portal.api.documentation import TEXT, every, listed

_NAMED = dict.fromkeys(("id", "name", "description", "image"), TEXT)
BRAND = every(**_NAMED, subBrands=listed(every(**_NAMED)))
