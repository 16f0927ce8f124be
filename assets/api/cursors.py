"""Cursors of lists of assets: where a page ended, for whoever goes on from there however deep they are.

They carry the place itself, not just the asset: it may stand elsewhere by now, or be hidden.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from assets.search import Place
from portal.api.cors import NEXT_CURSOR
from portal.api.errors import InvalidField
from portal.api.moments import instant
from portal.api.parsing import Parameters

_NAME = "cursor"
_START = "*"  # in the words of Solr, of which the vendor's cursors are


def parse(parameters: Parameters, order_by: str) -> Place | None:
    """The place in this order that the request names, if it does; a Problem names the field if it is none."""
    text = parameters.text(_NAME)
    if text in ("", _START):
        return None
    try:
        return _place(orjson.loads(urlsafe_b64decode(text.encode())), order_by)
    except (ValueError, TypeError) as error:
        message = f"Send the {NEXT_CURSOR} of the page before, or nothing for the first page."
        raise InvalidField(_NAME, message) from error


def headers(end: Place | None) -> dict[str, str]:
    """What tells where a page ended. A short one may not be the last: an asset may have just gone."""
    return {NEXT_CURSOR: urlsafe_b64encode(orjson.dumps([*end])).decode()} if end else {}


def _place(found: Any, order_by: str) -> Place:
    key, value = found
    if not isinstance(key, int) or "\0" in value:
        raise TypeError
    return Place(key, value if order_by.endswith("name") else instant(value))
