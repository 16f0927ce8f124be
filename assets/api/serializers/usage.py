"""Asset usage on the wire. The asset's id has the form of v4, the other ids the newer one."""

from collections.abc import Mapping
from typing import Any

from assets.models import Usage
from assets.usage import Report, Synced
from portal.api.errors import Problem
from portal.api.moments import moment


def usage(row: Usage) -> dict[str, Any]:
    """A usage."""
    return {
        **_report(row),
        "id": row.rfc_id,
        "timestamp": moment(row.used_at),
        "integration": {"id": row.integration.rfc_id, "description": row.integration.description},
    }


def synced(result: Synced) -> dict[str, Any]:
    """What a sync did."""
    return {
        "accepted": [_report(row) for row in result.accepted],
        "new": [usage(row) for row in result.new],
        "rejected": [
            {"asset_id": report.asset_id, "uri": report.uri, "reason": reason}
            for report, reason in result.rejected
        ],
        "removed": [{"asset_id": row.media.api_id, "uri": row.uri} for row in result.removed],
    }


def sync_request(data: Any) -> dict[str, Any]:
    """The JSON of a sync as arguments of the rule; a Problem names the member that has another shape."""
    content = _object(data, "usages")
    reports = [_object(entry, "usages") for entry in _list(content, "usages")]
    return {
        "integration_id": _text(content, "integration_id"),
        "uris": {_text({"uris": uri}, "uris") for uri in _list(content, "uris")},
        "reports": [
            Report(_text(entry, "asset_id"), _text(entry, "uri"), _text(entry, "additional"))
            for entry in reports
        ],
    }


def wrong(fields: Mapping[str, list[str]]) -> Problem:
    """The refusal; each field also stands at the top of its body, where the vendor's clients look for it."""
    said: dict[str, Any] = {name: " ".join(messages) for name, messages in fields.items()}
    words = " ".join(f"{name}: {text}" for name, text in said.items())
    return Problem(words, fields=fields, **said)


def _report(row: Usage) -> dict[str, str]:
    return {"asset_id": row.media.api_id, "uri": row.uri, "additional": row.additional}


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(name, "Send JSON objects with asset_id, uri and additional.")
    return value


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _wrong(name, "Send a JSON list.")
    return value


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value:
        raise _wrong(name, "Send text.")
    return value


def _wrong(name: str, message: str) -> Problem:
    return wrong({name: [message]})
