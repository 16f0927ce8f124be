"""Who a username and password belong to."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from .models import User


class UsernameOrEmailBackend(BaseBackend):
    """Accepts the username or the e-mail address, in any case."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The active user with this name and password, or None."""
        if not username or not password:
            return None
        user = User.objects.with_passwords().signing_in_as(username).first()
        if user is None:
            User().set_password(password)  # as slow as a wrong password, so that names can't be guessed
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: str) -> User | None:
        """The active user of a session, with their profile: one query."""
        user: User | None = User.objects.active().select_related("profile").filter(pk=user_id).first()
        return user
