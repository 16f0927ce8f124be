"""The mail with which somebody sets their first password, or a new one."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django_tasks import task

from portal.api.throttling import is_first, network_of, seconds_to_wait

from . import mails
from .models import User

BETWEEN_MAILS = 60  # seconds, to the same person; exact across processes with Redis, like other limits
MOST_REQUESTS, IN_SECONDS = 10, 600  # of mails, from one network


class PasswordMailForm(PasswordResetForm):
    """Django's mail with a link, also to those who have no password yet."""

    is_sent = False

    def send_to(self, host: str, *, use_https: bool) -> bool:
        """Send it, with a link to the portal under the name `host`; whether somebody's mail went."""
        self.save(
            domain_override=host,
            use_https=use_https,
            email_template_name="accounts/password_reset_mail.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            extra_email_context={"portal_name": settings.PORTAL_NAME},
        )
        return self.is_sent

    def get_users(self, email: str) -> Iterable[Any]:
        """The user with the address, if they may have a password at all."""
        found: Iterable[User] = User.objects.with_passwords().with_address(email)
        return found

    def send_mail(  # noqa: PLR0917  Django's signature
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send it as text, and keep whether it went, which Django's form doesn't."""
        subject = render_to_string(subject_template_name, context).strip()
        body = render_to_string(email_template_name, context)
        self.is_sent = bool(
            mails.send({context["user"]: EmailMessage(subject, body, from_email, [to_email])})
        )


class RequestForm(PasswordMailForm):
    """What anybody may send, for anybody: it fills no mailbox."""

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
    form = PasswordMailForm({"email": user.email})
    if not form.is_valid():
        return f"{user.email} is no valid e-mail address."
    if not form.send_to(request.get_host(), use_https=request.is_secure()):
        return "The mail server refused it or didn't answer. Try again later."
    return ""


def request_mail(address: str, request: HttpRequest) -> int:
    """What anybody may do for anybody: have the mail sent, if it is due. How long they must wait instead.

    Who has the address is looked for by a background worker, where there are any: the time that takes
    would tell whether somebody has it. Before that, only who asks is counted, which tells nothing either.
    """
    seconds = seconds_to_wait(f"asking:{network_of(request)}", most=MOST_REQUESTS, in_seconds=IN_SECONDS)
    if not seconds:
        send_if_due.enqueue(address, request.get_host(), use_https=request.is_secure())
    return seconds


@task()
def send_if_due(address: str, host: str, *, use_https: bool) -> None:
    """Send the mail to whoever has the address, unless they had one just now."""
    form = RequestForm({"email": address})
    if form.is_valid():
        form.send_to(host, use_https=use_https)
