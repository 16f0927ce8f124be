"""Rules about permission profiles: adding, changing, the default, deleting."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from .models import PermissionProfile
from .people import keep_an_administrator, lock_administration
from .permissions import Permission, serialize, with_needs


@transaction.atomic
def create(*, by: Actor, door: Door, name: str, permissions: Iterable[Permission]) -> PermissionProfile:
    """A new profile with the permissions and all that they depend on."""
    profile = PermissionProfile(name=name.strip(), permission_codes=serialize(with_needs(permissions)))
    validation.check(profile)
    profile.save()
    record(
        Action.PROFILE_CREATED, by=by, door=door, target=target(profile), granted=sorted(profile.permissions)
    )
    return profile


@transaction.atomic
def change(
    profile: PermissionProfile, *, by: Actor, door: Door, name: str, permissions: Iterable[Permission]
) -> PermissionProfile:
    """Rename the profile and set its permissions; refused when no administrator would be left."""
    _lock(profile)
    before, old_name = profile.permissions, profile.name
    profile.name = name.strip()
    profile.permission_codes = serialize(with_needs(permissions))
    validation.check(profile)
    profile.save()
    keep_an_administrator()
    record(
        Action.PROFILE_CHANGED,
        by=by,
        door=door,
        target=target(profile),
        granted=sorted(profile.permissions - before),
        withdrawn=sorted(before - profile.permissions),
        **({"renamed_from": old_name} if old_name != profile.name else {}),
    )
    return profile


@transaction.atomic
def make_default(profile: PermissionProfile, *, by: Actor, door: Door) -> None:
    """New users get this profile unless another one is chosen; ValidationError when it is no more."""
    _lock(profile)
    PermissionProfile.objects.filter(is_default=True).update(is_default=False)
    profile.is_default = True
    profile.save(update_fields=["is_default"])
    record(Action.PROFILE_CHANGED, by=by, door=door, target=target(profile), default=True)


@transaction.atomic
def delete(profile: PermissionProfile, *, by: Actor, door: Door) -> None:
    """Remove a profile that nobody has and that isn't the default; ValidationError otherwise."""
    _lock(profile)
    users = profile.users.count()
    if users:
        message = (
            f"{profile.name} has {users} user{'' if users == 1 else 's'}, inactive ones included. "
            "Give them another one first."
        )
        raise ValidationError(message)
    if profile.is_default:
        message = f"{profile.name} is the default. Make another profile the default first."
        raise ValidationError(message)
    record(Action.PROFILE_DELETED, by=by, door=door, target=target(profile))
    profile.delete()


def _lock(profile: PermissionProfile) -> None:
    """Wait for others who change profiles, and take over what they changed."""
    lock_administration()
    try:
        profile.refresh_from_db()
    except PermissionProfile.DoesNotExist as gone:
        message = f"Somebody deleted the profile {profile.name} a moment ago."
        raise ValidationError(message) from gone


def target(profile: PermissionProfile) -> Target:
    """How the audit log refers to the profile."""
    return Target("profile", str(profile.pk), profile.name)
