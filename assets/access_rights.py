"""Rules about who sees metaproperties and options.

A metaproperty is seen by all but those it is hidden from; a restricted option by nobody but those with
a right to it. Whoever manages metaproperties sees everything.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete

from accounts.models import Group, PermissionProfile, User
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, record

from . import metaproperties, options, reindexing
from .models import AccessLevel, AccessRight, Metaproperty, Option, PrincipalType


@dataclass(frozen=True)
class Principal:
    """A user, group or permission profile; `email` is a user's."""

    type: PrincipalType
    id: uuid.UUID
    name: str = ""
    email: str = ""


Key = tuple[str, uuid.UUID]


def connect() -> None:
    """Have the rights of a group or profile that is deleted go with it; users are never deleted."""
    for model in (Group, PermissionProfile):
        post_delete.connect(_take_from, sender=model)


def find(wanted: Collection[Key]) -> dict[Key, Principal]:
    """Those of the types and ids that exist, with their names; three queries at most."""
    ids = {kind: [key for found, key in wanted if found == kind] for kind in PrincipalType}
    users = User.objects.filter(pk__in=ids[PrincipalType.USER])
    groups = Group.objects.filter(pk__in=ids[PrincipalType.GROUP])
    profiles = PermissionProfile.objects.filter(pk__in=ids[PrincipalType.PROFILE])
    found = [
        *(Principal(PrincipalType.USER, user.pk, user.full_name, user.email) for user in users),
        *(Principal(PrincipalType.GROUP, group.pk, group.name) for group in groups),
        *(Principal(PrincipalType.PROFILE, profile.pk, profile.name) for profile in profiles),
    ]
    return {(principal.type, principal.id): principal for principal in found}


def principals(wanted: Collection[Key]) -> list[Principal]:
    """The principals with these types and ids; ValidationError when one doesn't exist."""
    found = find(wanted)
    if missing := [f"{kind} {key}" for kind, key in wanted if (kind, key) not in found]:
        raise ValidationError({"principals": f"There is no {missing[0]}."})
    return list(found.values())


@transaction.atomic
def hide(metaproperty: Metaproperty, principals: Iterable[Principal], *, by: Actor, door: Door) -> None:
    """Hide the metaproperty from these too."""
    metaproperty = Metaproperty.objects.locked(metaproperty)
    present = set(metaproperty.access_rights.values_list("principal_type", "principal_id"))
    added = [p for p in dict.fromkeys(principals) if (p.type, p.id) not in present]
    AccessRight.objects.bulk_create(
        AccessRight(
            metaproperty=metaproperty, principal_type=p.type, principal_id=p.id, level=AccessLevel.HIDE
        )
        for p in added
    )
    if added:
        target = metaproperties.target(metaproperty)
        hidden = [p.name for p in added]
        record(Action.METAPROPERTY_CHANGED, by=by, door=door, target=target, hidden_from=hidden)
        reindexing.after_hiding(metaproperty)


@transaction.atomic
def hide_from(
    metaproperty: Metaproperty, principals: Collection[Principal], *, by: Actor, door: Door
) -> None:
    """Hide the metaproperty from exactly these."""
    hide(metaproperty, principals, by=by, door=door)
    wanted = {(p.type, p.id) for p in principals}
    others = [r for r in metaproperty.access_rights.all() if (r.principal_type, r.principal_id) not in wanted]
    show_again(metaproperty, others, by=by, door=door)


@transaction.atomic
def show_again(metaproperty: Metaproperty, rights: Iterable[AccessRight], *, by: Actor, door: Door) -> None:
    """Take back rights by which the metaproperty is hidden."""
    rows = metaproperty.access_rights.filter(pk__in=[right.pk for right in rights])
    shown = sorted(p.name for p in find(list(rows.values_list("principal_type", "principal_id"))).values())
    if rows.delete()[0]:
        target = metaproperties.target(metaproperty)
        record(Action.METAPROPERTY_CHANGED, by=by, door=door, target=target, shown_again_to=shown)
        reindexing.after_hiding(metaproperty)


@transaction.atomic
def show_option_to(option: Option, principals: Collection[Principal], *, by: Actor, door: Door) -> None:
    """Give a right to the option to exactly these; it counts while the option is restricted."""
    Metaproperty.objects.locked(option.metaproperty)
    before = find(list(option.access_rights.values_list("principal_type", "principal_id")))
    after = {(p.type, p.id): p for p in principals}
    if before.keys() == after.keys():
        return
    option.access_rights.all().delete()
    AccessRight.objects.bulk_create(
        AccessRight(option=option, principal_type=p.type, principal_id=p.id) for p in after.values()
    )
    names = [sorted(p.name for p in found.values()) for found in (before, after)]
    record(Action.OPTION_CHANGED, by=by, door=door, target=options.target(option), visible_to=names)


@transaction.atomic
def restrict(option: Option, *, by: Actor, door: Door, is_restricted: bool) -> None:
    """Show the option, and the assets that have it, to those with a right to it only; or to everybody."""
    rows = Option.objects.filter(pk=option.pk).exclude(is_restricted=is_restricted)
    if rows.update(is_restricted=is_restricted):
        changes = {"is_restricted": [not is_restricted, is_restricted]}
        record(Action.OPTION_CHANGED, by=by, door=door, target=options.target(option), **changes)


@transaction.atomic
def set_visibility(
    option: Option, principals: Collection[Principal], *, by: Actor, door: Door, is_restricted: bool
) -> None:
    """Restrict the option or don't, and give a right to it to exactly these."""
    restrict(option, by=by, door=door, is_restricted=is_restricted)
    show_option_to(option, principals, by=by, door=door)


def _take_from(instance: Group | PermissionProfile, **kwargs: Any) -> None:
    rights = AccessRight.objects.filter(principal_id=instance.pk)
    shown_again = list(Metaproperty.objects.filter(access_rights__in=rights))
    rights.delete()
    for metaproperty in shown_again:
        reindexing.after_hiding(metaproperty)
