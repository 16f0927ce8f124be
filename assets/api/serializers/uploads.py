"""Uploads on the wire: the vendor's names, and what a form says of a new asset."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from assets import addresses, tickets, values
from assets.api import changes
from assets.models import Media, Upload, UploadState
from assets.models.metaproperties import FIELD_PREFIX
from portal.api.errors import Problem
from portal.api.parsing import Parameters

# Wire name → field, where a new asset is described.
_TEXTS = {"name": "name", "description": "description", "copyright": "copyright"}
_MOMENTS = {
    "ISOPublicationDate": "published_at",
    "archiveDate": "archive_at",
    "watermarkDate": "watermark_at",
}
# Field of the rules → wire name, for errors.
WIRE_NAMES = {field: name for name, field in {**_TEXTS, **_MOMENTS}.items()} | {
    "brand": "brandId",
    "is_public": "isPublic",
}
_POLLED: dict[UploadState | None, tuple[str, ...]] = {
    None: ("itemsFailed",),
    UploadState.DONE: ("itemsDone",),
    UploadState.SAVED: ("itemsDone",),
    UploadState.FAILED: ("itemsFailed",),
    # The vendor's SDKs look for failures in the first alone, and else go on asking for minutes.
    UploadState.REJECTED: ("itemsFailed", "itemsRejected"),
}


def begun(upload: Upload) -> dict[str, Any]:
    """The answer of Initialise upload."""
    key = tickets.key(upload)
    return {
        "s3file": {"uploadid": upload.api_id, "targetid": _target(upload)},
        "s3_filename": key,
        "target_key": key,
        "multipart_params": tickets.issued(upload),
    }


def finalised(upload: Upload) -> dict[str, Any]:
    """The answer to the last call of an upload. The import has the upload's id, and is a batch of one."""
    target = _target(upload)
    return {
        "importId": upload.api_id,
        "batchId": upload.api_id,
        "file": {"bucket": "portal", "path": target, "type": "s3"},
        "filename": target,
        "output": target,
        "locationType": "s3",
        "success": 1,
    }


def polled(states: dict[str, UploadState | None]) -> dict[str, list[str]]:
    """The ids as they were sent, by what became of them; one of no upload of the client's has failed."""
    answer: dict[str, list[str]] = {"itemsDone": [], "itemsFailed": [], "itemsRejected": []}
    for identifier, state in states.items():
        for group in _POLLED.get(state, ()):
            answer[group].append(identifier)
    return answer


def new_asset(parameters: Parameters, *, by: User) -> dict[str, Any]:
    """What the form of `by` says of a new asset, for `saving.save_new`; a Problem names what is wrong."""
    brand = _brand(parameters)
    details = brand | {field: parameters.text(name) for name, field in _TEXTS.items() if name in parameters}
    details |= {field: _moment(parameters, name) for name, field in _MOMENTS.items() if name in parameters}
    if "isPublic" in parameters:
        details["is_public"] = parameters.boolean("isPublic")
    return {
        "brand": brand["brand"],
        "details": details,
        "tag_names": parameters.list("tags"),
        "property_values": values.parsed(parameters.prefixed(FIELD_PREFIX), by=by),
        "for_approval": parameters.boolean("audit"),
        "crc32": crc32(parameters),
    }


def crc32(parameters: Parameters) -> int | None:
    """The checksum that the client computed; a Problem in the vendor's words when it is none."""
    text = parameters.text("crc32")
    if not text:
        return None
    if not text.removeprefix("-").isdecimal():
        raise _wrong("crc32", "Invalid argument type for CRC32")
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise _wrong("crc32", "Invalid unsigned integer for CRC32")
    return int(text)


def saved(media: Media, upload: Upload, request: HttpRequest, access_request: str = "") -> dict[str, Any]:
    """The answer of both ways of saving. Who waits for approval learns the id of the request for it."""
    destination = addresses.original(media, addresses.base(request))
    return {
        **({"accessRequestId": access_request or upload.api_id} if media.awaits_approval else {}),
        "mediaid": media.api_id,
        "batchId": upload.api_id,
        "success": True,
        "mediaitems": [{"original": _target(upload), "destination": destination}],
    }


def _moment(parameters: Parameters, name: str) -> datetime | None:
    try:
        return parameters.moment(name)
    except Problem as problem:
        message = "Date format not ISO8601-compliant"
        raise Problem(message, **problem.extra) from problem


def _wrong(name: str, message: str) -> Problem:
    return Problem(message, fields={name: [message]})


def _brand(parameters: Parameters) -> dict[str, Any]:
    if "brandId" not in parameters:
        raise _wrong("brandId", "No brandid provided")
    return changes.brand(parameters.text("brandId"))


def _target(upload: Upload) -> str:
    return f"final/{upload.rfc_id}/{upload.file_name}"
