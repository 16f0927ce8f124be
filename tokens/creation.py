"""Who may create a token for whom, and how one comes into being."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import Permission, require
from accounts.scopes import Scope, serialize
from integrations.models import Integration
from portal.audit.actions import Action
from portal.audit.record import Actor, Door, record
from portal.features.switch import Feature, is_on
from portal.visible_text import invisible_character_error

from .audit import target
from .models import PermanentToken, Tombstone
from .secret import Secret, digest, generate


class AlreadyCreatedError(Exception):
    """This form has made its token before, which may be deleted by now; the secret isn't shown again."""

    def __init__(self, token: PermanentToken | Tombstone) -> None:
        super().__init__("This form has already been used to create a token.")
        self.token = token


@transaction.atomic
def create(
    *,
    by: Actor,
    for_user: User,
    integration: Integration | str,
    description: str,
    scopes: Iterable[Scope],
    door: Door,
    submission: uuid.UUID | None = None,
    replaces: str = "",
) -> tuple[PermanentToken, Secret]:
    """A new token and its secret, which exists nowhere else.

    `integration` is an entry of the catalog or the name typed under Other; `submission` names the
    form that was posted, so that posting it twice raises AlreadyCreatedError; `replaces` is the key id
    of the token that this one follows. ValidationError names the field; PermissionDenied says what
    `by` would need.
    """
    if earlier := _made_by(submission):
        raise AlreadyCreatedError(earlier)
    _require_switched_on()
    require(by, Permission.MANAGE_TOKENS, "Creating a token")
    granted = set(scopes)
    _check(
        description=_description_error(description),
        integration=_integration_error(integration),
        other_integration=_other_error(integration),
        user=_user_error(by, for_user),
        scopes="" if granted else "Tick at least one scope: a token without scopes can do nothing.",
        replaces=_replaced_error(replaces),
    )
    secret = generate()
    number, pepper = next(iter(settings.TOKEN_PEPPERS.items()))
    token = PermanentToken(
        key_id=secret.key_id,
        digest=digest(secret, pepper),
        pepper=number,
        description=description.strip(),
        integration=integration if isinstance(integration, Integration) else None,
        other_integration=integration.strip() if isinstance(integration, str) else "",
        user=for_user,
        scope_names=serialize(granted),
        submission=submission,
        replaces=replaces,
        created_at=door.moment,
        created_by=by.audit_name,
        created_by_id=by.audit_id,
    )
    _insert(token)
    record(
        Action.TOKEN_CREATED,
        by=by,
        door=door,
        target=target(token),
        user=for_user.audit_name,
        integration=token.integration_name,
        scopes=token.scope_names.split(),
        **({"replaces": replaces} if replaces else {}),
    )
    return token, secret


def _require_switched_on() -> None:
    if not is_on(Feature.PERMANENT_TOKENS):
        message = f"Permanent tokens are switched off. Ask {settings.SUPPORT_CONTACT} to switch them on."
        raise ValidationError(message, code="feature_disabled")


def _check(**errors: str) -> None:
    """ValidationError with all that is wrong, by field; an empty text is no error."""
    if wrong := {field: error for field, error in errors.items() if error}:
        raise ValidationError(wrong)


def _insert(token: PermanentToken) -> None:
    """Save the token; AlreadyCreatedError when the same form, sent at the same moment, was quicker."""
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError:
        if earlier := _made_by(token.submission):
            raise AlreadyCreatedError(earlier) from None
        raise


def _made_by(submission: uuid.UUID | None) -> PermanentToken | Tombstone | None:
    """The token that the form has made, or what is left of it."""
    if submission is None:
        return None
    made: PermanentToken | None = PermanentToken.objects.filter(submission=submission).first()
    return made or Tombstone.objects.filter(submission=submission).first()


def more_powerful(user: User, by: Actor) -> list[Permission]:
    """What `user` may do and `by` may not, in the vocabulary's order."""
    return [p for p in Permission if p in user.permissions and not by.has_perm(p)]


def may_assign_anybody(by: Actor) -> bool:
    """Whether `by` may assign users who can do more: who manages users, and may grant what they lack.

    To manage users isn't enough, as for changing them: with an administrator's token one could become one.
    """
    return by.has_perm(Permission.MANAGE_USERS) and by.has_perm(Permission.MANAGE_PROFILES)


def _description_error(description: str) -> str:
    text = description.strip()
    if not text:
        return "Describe what the token is for, so that others know what stops when it is deleted."
    if len(text) > 200:
        return f"The description has {len(text)} characters. Shorten it to 200."
    return invisible_character_error(text)


def _integration_error(integration: Integration | str) -> str:
    if isinstance(integration, Integration) and not integration.is_active:
        return f"{integration.name} is retired. Choose another integration or Other."
    return ""


def _other_error(integration: Integration | str) -> str:
    if isinstance(integration, Integration):
        return ""
    text = integration.strip()
    if not text:
        return "Type the name of the integration."
    if len(text) > 80:
        return f"The name has {len(text)} characters. Shorten it to 80."
    return invisible_character_error(text)


def _user_error(by: Actor, user: User) -> str:
    if not user.is_active:
        return f"{user.full_name} is inactive. Reactivate them or assign someone else."
    beyond = more_powerful(user, by)
    if beyond and not may_assign_anybody(by):
        return (
            f"{user.full_name} may do what you may not ({beyond[0].label}"
            f"{f' and {len(beyond) - 1} more' if len(beyond) > 1 else ''}). "
            f"Assign someone else, or ask someone with the permissions “{Permission.MANAGE_USERS.label}” "
            f"and “{Permission.MANAGE_PROFILES.label}”."
        )
    return ""


def _replaced_error(key_id: str) -> str:
    kinds = (PermanentToken, Tombstone)  # a deleted token may have a successor too
    known = not key_id or any(kind.objects.filter(key_id=key_id).exists() for kind in kinds)
    return "" if known else "The token to be replaced never existed. Create a new one instead."
