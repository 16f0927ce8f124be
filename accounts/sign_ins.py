"""Sign-ins, failures and lock-outs, recorded as Django and the lock-out library report them."""

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from portal.audit.actions import Action
from portal.audit.record import Door, NonUser, record

from .models import User

SIGNED_IN_AT = "signed_in_at"


def connect() -> None:
    """Listen to sign-ins from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="accounts.sign_in_failed")
    user_locked_out.connect(_locked_out, dispatch_uid="accounts.locked_out")


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which the lock-out counts an attempt: the username, even if the address was typed."""
    name = str((credentials or request.POST).get("username") or "")
    if "\0" in name:
        return ""  # no name of anybody, and the database couldn't look for it
    known: str | None = User.objects.signing_in_as(name).values_list("username", flat=True).first()
    return known or name.lower()


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    record(Action.SIGNED_IN, by=user, door=Door.page(request))


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(Action.SIGNED_OUT, by=user, door=Door.page(request))


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    if request is not None:
        name = str(credentials.get("username", ""))
        record(Action.SIGN_IN_FAILED, by=NonUser(name), door=Door.page(request))


def _locked_out(request: HttpRequest, username: str, **kwargs: Any) -> None:
    record(Action.LOCKED_OUT, by=NonUser(username), door=Door.page(request))


def password_changed(request: HttpRequest, user: Any) -> None:
    """Record that the person has a new password."""
    record(Action.PASSWORD_CHANGED, by=user, door=Door.page(request))
