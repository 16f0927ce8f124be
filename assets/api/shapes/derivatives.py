"""Derivative presets on the wire. The vendor's v4 documents booleans, and its servers send 0 and 1."""

from portal.api.documentation import TEXT, every, one_of

_INTEGER = {"type": "integer"}
_FLAG = one_of(0, 1)
DERIVATIVE = every(
    prefix=TEXT,
    width=_INTEGER,
    height=_INTEGER,
    dpi={**_INTEGER, "description": "-1: none is written into the file."},
    isPublic=_FLAG,
    isCrop=_FLAG,
    isExtent=_FLAG,
    isOnTheFly=_FLAG,
    allowedTypes=TEXT,
)
PRESET = every(id=TEXT, **DERIVATIVE["properties"])
