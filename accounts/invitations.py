"""The mail with which somebody sets their first password, or a new one."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError

from .models import User

BETWEEN_MAILS = 60  # seconds, to the same person; exact across processes with Redis, like other limits


class InvitationForm(PasswordResetForm):
    """Django's mail with a link, also to those who have no password yet."""

    def save(self, *args: Any, **options: Any) -> None:
        """Send it, with the portal's name."""
        super().save(*args, **{**options, "extra_email_context": {"portal_name": settings.PORTAL_NAME}})

    def get_users(self, email: str) -> Iterable[Any]:
        """The user with the address, if they may have a password at all."""
        found: Iterable[User] = User.objects.with_passwords().with_address(email)
        return found


class RequestForm(InvitationForm):
    """What anybody may send, for anybody and as often as they like: it fills no mailbox."""

    def get_users(self, email: str) -> Iterable[Any]:
        """The same, unless they had such a mail just now."""
        return [user for user in super().get_users(email) if _is_due(user)]


def _is_due(user: User) -> bool:
    try:
        return cache.add(f"invited:{user.pk}", True, timeout=BETWEEN_MAILS)
    except RedisError:
        return True


def send(user: User, request: HttpRequest) -> bool:
    """Send the mail to `user`, if they may have a password; whether it was sent."""
    form = InvitationForm({"email": user.email})
    if not user.may_have_password or not form.is_valid():
        return False
    form.save(
        request=request,
        use_https=request.is_secure(),
        email_template_name="accounts/password_reset_mail.txt",
        subject_template_name="accounts/password_reset_subject.txt",
    )
    return True
