"""Derivative presets on the wire. The vendor's v4 documents booleans, and its servers send 0 and 1."""

from portal.api.documentation import BIT, TEXT, every

_INTEGER = {"type": "integer"}
DERIVATIVE = every(
    prefix=TEXT,
    width=_INTEGER,
    height=_INTEGER,
    dpi={**_INTEGER, "description": "-1: none is written into the file."},
    isPublic=BIT,
    isCrop=BIT,
    isExtent=BIT,
    isOnTheFly=BIT,
    allowedTypes=TEXT,
)
PRESET = every(id=TEXT, **DERIVATIVE["properties"])
