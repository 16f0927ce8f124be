"""The mail with which somebody sets their first password, or a new one."""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django_tasks import task

from portal.api.throttling import is_first

from .models import User

logger = logging.getLogger(__name__)
BETWEEN_MAILS = 60  # seconds, to the same person; exact across processes with Redis, like other limits


class PasswordMailForm(PasswordResetForm):
    """Django's mail with a link, also to those who have no password yet."""

    def send_to(self, host: str, *, use_https: bool) -> None:
        """Send it, with a link to the portal under the name `host`."""
        self.save(
            domain_override=host,
            use_https=use_https,
            email_template_name="accounts/password_reset_mail.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            extra_email_context={"portal_name": settings.PORTAL_NAME},
        )

    def get_users(self, email: str) -> Iterable[Any]:
        """The user with the address, if they may have a password at all."""
        found: Iterable[User] = User.objects.with_passwords().with_address(email)
        return found


class InvitationForm(PasswordMailForm):
    """What an administrator sends. Unlike Django's form it raises what goes wrong when the mail is sent."""

    def send_mail(  # noqa: PLR0917  Django's signature
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send it as text."""
        subject = render_to_string(subject_template_name, context).strip()
        send_mail(subject, render_to_string(email_template_name, context), from_email, [to_email])


class RequestForm(PasswordMailForm):
    """What anybody may send, for anybody and as often as they like: it fills no mailbox."""

    def get_users(self, email: str) -> Iterable[Any]:
        """The same, unless they had such a mail just now."""
        return [user for user in super().get_users(email) if _is_due(user)]


def _is_due(user: User) -> bool:
    return is_first(f"invited:{user.pk}", in_seconds=BETWEEN_MAILS, if_unknown=True)


def send(user: User, request: HttpRequest) -> str:
    """Send the mail to `user`; why it wasn't sent, in words, or nothing."""
    if not user.is_active:
        return f"{user.full_name} is inactive."
    if not user.may_have_password:
        return f"{user.full_name} can't sign in with a password."
    form = InvitationForm({"email": user.email})
    if not form.is_valid():
        return f"{user.email} is no valid e-mail address."
    try:
        form.send_to(request.get_host(), use_https=request.is_secure())
    except (OSError, ValueError):  # the mail server doesn't take it; or it can't, like a too long domain
        logger.exception("the mail to user %s could not be sent", user.pk)
        return "The mail server refused it or didn't answer. Try again later."
    return ""


def request_mail(address: str, request: HttpRequest) -> None:
    """What anybody may do, for anybody and as often as they like: have the mail sent, if it is due.

    Who has the address is looked for by a background worker, where there are any: the time that takes
    would tell whether somebody has it.
    """
    send_if_due.enqueue(address, request.get_host(), use_https=request.is_secure())


@task()
def send_if_due(address: str, host: str, *, use_https: bool) -> None:
    """Send the mail to whoever has the address, unless they had one just now."""
    form = RequestForm({"email": address})
    if form.is_valid():
        form.send_to(host, use_https=use_https)
