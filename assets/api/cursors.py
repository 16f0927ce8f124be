"""Cursors of lists of assets: where a page ended, for whoever goes on from there however deep they are."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

from assets.paging import Place
from portal.api.errors import InvalidField
from portal.api.parsing import Parameters

from .serializers.remembered import Stamp

_NAME = "cursor"
_HEADER = "X-Bynder-NextCursor"
_START = "*"  # in the words of Solr, of which the vendor's cursors are


def parse(parameters: Parameters) -> Place | None:
    """The place that the request names, if it does; a Problem names the field when it is none."""
    text = parameters.text(_NAME)
    if text in ("", _START):
        return None
    try:
        key, _, modified = urlsafe_b64decode(text.encode()).decode().partition(" ")
        moment = datetime.fromisoformat(modified)
        return Place(int(key), moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, binascii.Error, OverflowError) as error:
        message = f"Send the {_HEADER} of the page before, or nothing for the first page."
        raise InvalidField(_NAME, message) from error


def headers(page: Sequence[Stamp]) -> dict[str, str]:
    """What tells where a page ended. A short one may not be the last: an asset may have just gone."""
    if not page:
        return {}
    key, modified, *_ = page[-1]
    return {_HEADER: urlsafe_b64encode(f"{key} {modified}".encode()).decode()}
