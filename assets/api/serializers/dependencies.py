"""Dependencies of options on the wire: lists of ids, by group or `ungrouped`."""

from collections import defaultdict
from typing import Any

from accounts.models import User
from assets.models.metaproperties import OptionDependencyQuerySet
from portal.api.identifiers import coldfusion

UNGROUPED = "ungrouped"
Groups = dict[str, list[str]]


def nested(rows: OptionDependencyQuerySet, user: User) -> dict[str, dict[str, Groups]]:
    """Metaproperty → option → group → options, all by id, as far as the user may know of them; one query."""
    shown = rows.visible_to(user).order_by("pk")
    result: dict[str, dict[str, Any]] = {}
    for metaproperty, option, group, dependency in shown.values_list(
        "option__metaproperty__uuid", "option__uuid", "group__uuid", "dependency__uuid"
    ):
        options = result.setdefault(coldfusion(metaproperty), {})
        groups = options.setdefault(coldfusion(option), defaultdict(list))
        groups[coldfusion(group) if group else UNGROUPED].append(coldfusion(dependency))
    return result
