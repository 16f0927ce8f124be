"""Deleting a token."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.reauthentication import RecentSignIn
from accounts.requests import PageRequest
from portal.audit.record import Door
from tokens.deletion import delete
from tokens.models import PermanentToken, Tombstone

from .overview import TokenPage, gone, uses_this_week


class Delete(RecentSignIn, TokenPage):
    """A warning that says what will happen in this case, and the button."""

    def get(self, request: PageRequest, key_id: str) -> HttpResponse:
        """The warning; the tombstone when somebody else was first."""
        if tombstone := Tombstone.objects.filter(key_id=key_id).first():
            return gone(request, tombstone)
        token = get_object_or_404(PermanentToken.objects.for_overview(), key_id=key_id)
        context: dict[str, Any] = {
            "token": token,
            "uses_this_week": uses_this_week(token),
            "others": PermanentToken.objects.of_the_same_integration(token).working().count(),
        }
        return render(request, "tokens/delete.html", context)

    def post(self, request: PageRequest, key_id: str) -> HttpResponse:
        """Delete it; doing so twice is no error, the token is gone either way."""
        tombstone = delete(key_id, by=request.user, door=Door.page(request))
        if tombstone is None:
            return gone(request, get_object_or_404(Tombstone, key_id=key_id))
        messages.success(
            request, f"“{tombstone.description}” is deleted. Requests with it are refused from now on."
        )
        return redirect("tokens")
