"""The wire's parameters of a change to an asset, as the rules' arguments."""

from typing import Any

from accounts.models import User
from assets import brands, values
from assets.models import Media
from assets.models.metaproperties import FIELD_PREFIX
from portal.api.parsing import Parameters

_TEXTS = ("name", "description", "copyright")
_FLAGS = {"archive": "is_archived", "limited": "is_limited", "isPublic": "is_public"}
_DATES = {"archiveDate": "archive_at", "limitedDate": "limit_at", "watermarkDate": "watermark_at"}


def parse(parameters: Parameters, media: Media, *, by: User) -> dict[str, Any]:
    """What `assets.media.change` takes to change `media`, of what was sent.

    A blank text, date or list of tags empties it; any other blank is as if it weren't sent.
    """
    details: dict[str, Any] = {name: parameters.text(name) for name in _TEXTS if parameters.sent(name)}
    details |= {field: parameters.boolean(name) for name, field in _FLAGS.items() if name in parameters}
    details |= {field: parameters.moment(name) for name, field in _DATES.items() if parameters.sent(name)}
    if published := parameters.moment("datePublished"):
        details["published_at"] = published
    if "brandId" in parameters:
        details |= brand(parameters.text("brandId"))
    return {
        "details": details,
        "tag_names": parameters.list("tags") if parameters.sent("tags") else None,
        "property_values": values.parsed(parameters.prefixed(FIELD_PREFIX), by=by, media=media),
    }


def brand(text: str) -> dict[str, Any]:
    """The details of an asset that this id of a brand or of a sub-brand sets; ValidationError for others.

    A brand's alone leaves the asset in its sub-brand, if that is one of the brand's.
    """
    found, sub_brand = brands.find(text)
    return {"brand": found, "sub_brand": sub_brand} if sub_brand else {"brand": found}
