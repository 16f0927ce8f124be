"""The mail with which somebody sets their first password, or a new one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.forms import PasswordResetForm
from django.http import HttpRequest

from .models import User


class InvitationForm(PasswordResetForm):
    """Django's mail with a link, also to those who have no password yet."""

    def get_users(self, email: str) -> Iterable[Any]:
        """The active user with the address, if they may have a password at all."""
        found: Iterable[User] = User.objects.active().filter(email__iexact=email, is_sso_only=False)
        return found


def send(user: User, request: HttpRequest) -> None:
    """Send the mail to `user`; nothing is sent to inactive users and those of single sign-on."""
    form = InvitationForm({"email": user.email})
    if form.is_valid():
        form.save(
            request=request,
            use_https=request.is_secure(),
            email_template_name="accounts/password_reset_mail.txt",
            subject_template_name="accounts/password_reset_subject.txt",
        )
