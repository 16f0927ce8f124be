"""Rules about people: creating, changing, deactivating, and who is the last administrator."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from portal import validation
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record
from portal.visible_text import invisible_character_error

from .models import LANGUAGES, Group, PermissionProfile, SearchTerm, User, searchable_words
from .permissions import Permission, refusal

# What a change may set, beside profile, password, groups and whether the user is active.
DETAILS = (
    "username", "email", "first_name", "infix", "last_name", "job", "department", "company_name",
    "cost_center", "phone_number", "language", "is_sso_only",
)  # fmt: skip
# Whoever changes one of these, or the password, could sign in as the user.
SIGN_IN_DETAILS = frozenset({"username", "email", "is_sso_only"})
GROUPS_NEED = (
    f"{refusal(Permission.MANAGE_GROUPS, 'Changing who is in a group')} "
    "Options, metaproperties and collections are shown to groups and hidden from them."
)


@transaction.atomic
def create(
    *,
    by: Actor,
    door: Door,
    details: Mapping[str, Any],
    profile: PermissionProfile | None,
    password: str | None = None,
    groups: QuerySet[Group] | None = None,
    is_active: bool = True,
    is_invited: bool = True,
) -> User:
    """A new user. Without a password they set one through a mail; one who isn't invited must have one.

    `details` has the values of `DETAILS`; the username is the e-mail address unless given.
    ValidationError names every field that is missing, taken or wrong; PermissionDenied when the
    profile can do what `by` can't and so would be a way to more power, or when `by` may not say who is
    in a group.
    """
    if profile is not None:
        _may_assign(by, profile)
    if groups:
        _require_groups(by)
    known = _known(details)
    user = User(profile=profile, is_active=is_active, created_at=door.moment, **known)
    user.username = user.username or user.email
    user.set_unusable_password()
    check(user, password, needs_password=not is_invited)
    if password:
        user.set_password(password)
    user.save()
    if groups is not None:
        user.groups.set(groups)
    index(user)
    record(Action.USER_CREATED, by=by, door=door, target=target(user), profile=user.profile.name)
    return user


@transaction.atomic
def change(
    user: User,
    *,
    by: Actor,
    door: Door,
    details: Mapping[str, Any],
    profile: PermissionProfile | None = None,
    password: str | None = None,
    groups: QuerySet[Group] | None = None,
    is_active: bool | None = None,
) -> User:
    """Change what is given, leave the rest.

    Refuses as `create`, to lock out the last administrator, and to change how somebody signs in, or
    their profile, who can do what `by` can't: whoever takes their power first could sign in as them.
    Changing how somebody signs in who is in a group that `by` isn't in needs "Manage user groups".
    """
    _lock(user)
    changed = {name: value for name, value in _known(details).items() if getattr(user, name) != value}
    if profile == user.profile:
        profile = None
    could_sign_in = bool(password) or not SIGN_IN_DETAILS.isdisjoint(changed)
    if could_sign_in or profile:
        _may_change_access(by, user)
    if could_sign_in:
        _may_see_as(by, user)
    for name, value in changed.items():
        setattr(user, name, value)
    if profile is not None:
        _may_assign(by, profile)
        changed["profile"] = profile.name
        user.profile = profile
    check(user, password)
    if password:
        user.set_password(password)
        changed["password_changed"] = True
    user.save()
    if groups is not None and set(groups) != set(user.groups.all()):
        _require_groups(by)
        user.groups.set(groups)
        changed["groups"] = sorted(group.name for group in groups)
    if is_active is not None and is_active != user.is_active:
        (reactivate if is_active else deactivate)(user, by=by, door=door)
    index(user)
    keep_an_administrator()
    if changed:
        record(Action.USER_CHANGED, by=by, door=door, target=target(user), **changed)
    return user


@transaction.atomic
def deactivate(user: User, *, by: Actor, door: Door) -> None:
    """The user can't sign in any more and their tokens stop. Refused for the last administrator."""
    _lock(user)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    keep_an_administrator()
    record(Action.USER_DEACTIVATED, by=by, door=door, target=target(user))


@transaction.atomic
def reactivate(user: User, *, by: Actor, door: Door) -> None:
    """The user can sign in again and their tokens work again."""
    _lock(user)
    if user.is_active:
        return
    _may_assign(by, user.profile)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Action.USER_REACTIVATED, by=by, door=door, target=target(user))


def may_change_groups(by: Actor) -> bool:
    """Whether `by` may put people into groups, themselves too, and take them out."""
    return by.has_perm(Permission.MANAGE_GROUPS)


def lock_administration() -> None:
    """Make others who change what people may do wait until this transaction ends. Call it first.

    Otherwise two administrators who deactivate each other would each see the other one left.
    """
    # In one order, so that nobody waits for each other; on SQLite writers wait for each other anyway.
    rows = PermissionProfile.objects.order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def keep_an_administrator() -> None:
    """ValidationError, undoing the transaction, when nobody could manage users and profiles any more."""
    if not User.objects.administrators().exists():
        message = (
            "This would leave nobody who can manage users and permission profiles. "
            "Give another active user an administrator's profile first."
        )
        raise ValidationError(message, code="last_administrator")


def index(user: User) -> None:
    """Make the user findable by their present name and e-mail address."""
    words = searchable_words(user)
    user.search_terms.exclude(word__in=words).delete()
    SearchTerm.objects.bulk_create(
        [SearchTerm(user=user, word=word) for word in words], ignore_conflicts=True
    )


def named(text: str) -> User:
    """The user with this id, username or e-mail address; ValidationError when there is none."""
    users = User.objects.select_related("profile")
    user: User | None = users.by_id_or_username(text).first() or users.with_address(text).first()
    if user is None:
        message = f"There is no user with the id, username or e-mail address {text!r}."
        raise ValidationError({"user": message})
    return user


def check(user: User, password: str | None = None, *, needs_password: bool = False) -> None:
    """ValidationError names every field that is missing, wrong or taken; `password` is the one to be set."""
    unchanged = validation.unchanged(user)
    changed = {name: getattr(user, name) for name in DETAILS if name not in unchanged}
    errors: dict[str, Any] = _invisible_characters(changed) | _language(changed)
    try:
        user.full_clean(validate_constraints=False, exclude={*errors, *unchanged})
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    errors |= _taken(user, {"username", "email"} - unchanged - errors.keys()) | _password(user, password)
    if "email" in errors and user.username == user.email:
        errors.pop("username", None)  # it is the address: one thing is wrong, not two
    if needs_password and not password:
        errors |= {"password": "This field is required."}
    if errors:
        raise ValidationError(errors)


def target(user: User) -> Target:
    """How the audit log refers to the user."""
    return Target("user", str(user.pk), user.audit_name)


def _lock(user: User) -> None:
    """Wait for others who change `user`, and take over what they changed."""
    lock_administration()
    rows = User.objects.select_related("profile").select_for_update(of=("self",), no_key=True)
    user.refresh_from_db(from_queryset=rows)


def _known(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: details[name] for name in DETAILS if name in details}


def _invisible_characters(changed: Mapping[str, Any]) -> dict[str, Any]:
    texts = ((name, text) for name, text in changed.items() if isinstance(text, str))
    return {name: error for name, text in texts if (error := invisible_character_error(text))}


def _language(changed: Mapping[str, Any]) -> dict[str, Any]:
    if changed.get("language", LANGUAGES[0]) in LANGUAGES:
        return {}
    return {"language": f"The portal speaks: {', '.join(LANGUAGES)}."}


def _taken(user: User, names: Iterable[str]) -> dict[str, Any]:
    """Which of these names that `user` signs in with is one of another user's."""
    errors: dict[str, Any] = {}
    others = User.objects.exclude(pk=user.pk)
    for name in names:
        if others.signing_in_as(getattr(user, name)).exists():
            field = User._meta.get_field(name)
            errors[name] = f"Another user signs in with this {field.verbose_name}."  # type: ignore[union-attr]
    return errors


def _password(user: User, password: str | None) -> dict[str, Any]:
    if not password:
        return {}
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {"password": error.messages}
    return {}


def _may_assign(by: Actor, profile: PermissionProfile) -> None:
    if beyond := _beyond(by, profile):
        message = (
            f"The profile {profile.name} can do what you can't: {beyond}. "
            "Ask someone who may manage permission profiles."
        )
        raise PermissionDenied(message)


def _may_change_access(by: Actor, user: User) -> None:
    if beyond := _beyond(by, user.profile):
        message = (
            f"{user.full_name} can do what you can't: {beyond}. "
            "Ask someone who may manage permission profiles to change how they sign in, or their profile."
        )
        raise PermissionDenied(message)


def _require_groups(by: Actor) -> None:
    if not may_change_groups(by):
        raise PermissionDenied(GROUPS_NEED)


def _may_see_as(by: Actor, user: User) -> None:
    if may_change_groups(by):
        return
    if group := Group.objects.filter(users=user).exclude(users=by.audit_id).first():
        message = (
            f"{user.full_name} is in the group {group.name} and you aren't. "
            f"{refusal(Permission.MANAGE_GROUPS, 'Changing how they sign in')}"
        )
        raise PermissionDenied(message)


def _beyond(by: Actor, profile: PermissionProfile) -> str:
    """What the profile grants and `by` can neither do nor grant to themselves, in words."""
    if by.has_perm(Permission.MANAGE_PROFILES):
        return ""
    missing = [p.label for p in Permission if p in profile.permissions and not by.has_perm(p)]
    return ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
