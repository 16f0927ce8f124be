"""Options on the wire. A metaproperty may have thousands, so they are read as plain values."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from assets.api.payloads import Payload
from assets.models import Metaproperty, Option, OptionDependency
from portal.api.errors import InvalidField
from portal.api.identifiers import coldfusion
from portal.api.moments import spelled_out, with_offset

DEFAULT_LANGUAGE = "en_US"
# Wire name → field.
_TEXTS = {
    "name": "name",
    "label": "label",
    "description": "description",
    "externalReference": "external_reference",
}
_FLAGS = {"active": "is_active", "isSelectable": "is_selectable", "hideByDefault": "hide_by_default"}
WIRE_NAMES = {field: name for name, field in (_TEXTS | _FLAGS).items()} | {
    "position": "zindex",
    "parent": "parentId",
}
_COLUMNS = (
    "pk", "parent_id", "metaproperty_id", "metaproperty__uuid", "uuid", "name", "label", "labels",
    "description", "descriptions", "created_at", "position", "is_active", "is_selectable",
    "hide_by_default", "external_reference",
)  # fmt: skip


def trees(
    rows: QuerySet[Option], user: User, counts: Mapping[int, int] | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Primary key of each metaproperty → its options, which the user may know of, those below others nested.

    With `counts`, by primary key of the option, each has a `mediaCount`. One whose parent is hidden
    from the user stands at the top. Two queries.
    """
    found = list(rows.values_list(*_COLUMNS))
    dependencies = OptionDependency.objects.visible_to(user)
    linked = _linked(dependencies.filter(Exists(rows.filter(pk=OuterRef("dependency")))))
    entries = _entries(found, linked, spelled_out)
    for pk, entry in entries.items():
        entry["options"] = []
        if counts is not None:
            entry["mediaCount"] = counts.get(pk, 0)
    result: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, parent, metaproperty, *_ in found:
        if above := entries.get(parent):
            entries[pk]["parentId"] = above["id"]
            above["options"].append(entries[pk])
        else:
            result[metaproperty].append(entries[pk])
    return result


def flat(rows: QuerySet[Option], user: User) -> list[dict[str, Any]]:
    """These options, which the user may know of, in a list; `parentId` says which are below others.

    Three queries.
    """
    found = list(rows.values_list(*_COLUMNS))
    above = Option.objects.visible_to(user).filter(pk__in={parent for _, parent, *_ in found if parent})
    parents = dict(above.values_list("pk", "uuid"))
    dependencies = OptionDependency.objects.visible_to(user)
    linked = _linked(dependencies.filter(dependency__in=[pk for pk, *_ in found]))
    entries = _entries(found, linked, with_offset)
    for pk, parent, *_ in found:
        if parent in parents:
            entries[pk]["parentId"] = coldfusion(parents[parent])
    return list(entries.values())


def details(payload: Payload, metaproperty: Metaproperty, user: User) -> dict[str, Any]:
    """What a request to create or modify an option asks for, as the rules' `details`."""
    result: dict[str, Any] = {field: payload.text(name) for name, field in _TEXTS.items() if name in payload}
    result |= {field: payload.flag(name) for name, field in _FLAGS.items() if name in payload}
    result |= labels(payload)
    if "descriptions" in payload:
        result["descriptions"] = payload.texts("descriptions")
    if "zindex" in payload:
        result["position"] = payload.number("zindex")
    if payload.names("parentId"):
        result["parent"] = _parent(payload.text("parentId"), metaproperty, user)
    return result


def labels(payload: Payload) -> dict[str, Any]:
    """The labels that are sent; the one of the default language is the label, unless that is sent too."""
    if "labels" not in payload:
        return {}
    texts = payload.texts("labels")
    is_label = DEFAULT_LANGUAGE in texts and "label" not in payload
    return {"labels": texts, **({"label": texts[DEFAULT_LANGUAGE]} if is_label else {})}


def translations(label: str, others: Mapping[str, str]) -> dict[str, str]:
    """The label by language, as clients read it."""
    return {**others, DEFAULT_LANGUAGE: label}


def _parent(identifier: str, metaproperty: Metaproperty, user: User) -> Option | None:
    if not identifier:
        return None
    found: Option | None = metaproperty.options.visible_to(user).with_id(identifier).first()
    if found is None:
        raise InvalidField("parentId", f"There is no such option of {metaproperty}.")
    return found


def _entries(
    found: list[tuple[Any, ...]], linked: Mapping[int, list[str]], date: Callable[[datetime], str]
) -> dict[int, dict[str, Any]]:
    return {
        pk: {
            "id": coldfusion(uuid),
            "name": name,
            "label": label,
            "displayLabel": label,
            "labels": translations(label, labels),
            "description": description,
            "descriptions": descriptions,
            "date": date(created_at),
            "zindex": position,
            "active": int(is_active),
            "isSelectable": int(is_selectable),
            "hideByDefault": int(hide_by_default),
            "linkedOptionIds": linked.get(pk, []),
            "externalReference": external_reference,
            "metapropertyId": coldfusion(metaproperty),
            "product_suffix": "",
            "pregeneratedZipFileSize": 0,
            "image": "",
        }
        for (
            pk, _, _, metaproperty, uuid, name, label, labels, description, descriptions, created_at,
            position, is_active, is_selectable, hide_by_default, external_reference,
        ) in found
    }  # fmt: skip


def _linked(rows: QuerySet[OptionDependency]) -> dict[int, list[str]]:
    """Primary key of each option → the ids of those that depend on it, each once."""
    result: dict[int, dict[str, None]] = defaultdict(dict)
    for pk, dependent in rows.order_by("pk").values_list("dependency_id", "option__uuid"):
        result[pk][coldfusion(dependent)] = None
    return {pk: list(ids) for pk, ids in result.items()}
