"""Dangerous pages want a recent sign-in, so that an unattended browser can't be used for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from portal.pages import drafts
from portal.pages.page import Page

from .sign_ins import SIGNED_IN_AT


class RecentSignIn(Page):
    """A page that asks for the password again when the sign-in is too old. What was typed is kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To the password and back, if the sign-in is too old."""
        if request.user.is_authenticated and not is_recent(request):
            drafts.keep(request)
            target = request.get_full_path() if request.method == "GET" else request.path
            return redirect_to_login(target, reverse("confirm-password"))
        return super().dispatch(request, *args, **kwargs)


def is_recent(request: HttpRequest) -> bool:
    """Whether this session's person proved who they are within the time that settings allow."""
    age: float = timezone.now().timestamp() - request.session.get(SIGNED_IN_AT, 0)
    return age <= settings.RECENT_SIGN_IN_SECONDS


def confirm(request: HttpRequest) -> None:
    """The person has just proved who they are."""
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
