"""Signing in and out, confirming and changing a password."""

import math
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import NewPasswordForm
from accounts.invitations import request_mail
from accounts.reauthentication import confirm
from accounts.sign_ins import password_changed
from portal.pages.page import SIGNED_IN, Page


class SignIn(auth_views.LoginView):
    """Username or e-mail address, and password."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: type[AuthenticationForm] | None = None) -> AuthenticationForm:
        """Django's form, in the portal's words."""
        form: AuthenticationForm = super().get_form(form_class)
        form.fields["username"].label = "Username or e-mail address"
        form.error_messages["invalid_login"] = "Username and password don't match. Both are checked exactly."
        return form


class ConfirmPassword(Page, auth_views.LoginView):
    """The signed-in person's password again, before something dangerous."""

    permission_required = SIGNED_IN
    template_name = "accounts/confirm_password.html"

    def get_form(self, form_class: type[AuthenticationForm] | None = None) -> AuthenticationForm:
        """Django's form, for this person only."""
        form: AuthenticationForm = super().get_form(form_class)
        form.fields["username"].disabled = True
        form.fields["username"].initial = self.request.user.username
        form.fields["password"].widget.attrs["autofocus"] = True  # the name can't be changed
        form.error_messages["invalid_login"] = "That isn't your password."
        return form

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Back to where they came from, in the same session."""
        confirm(self.request)
        return super(auth_views.LoginView, self).form_valid(form)


class ChangePassword(Page, auth_views.PasswordChangeView):
    """A new password for oneself."""

    permission_required = SIGNED_IN
    template_name = "accounts/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("password-changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The request, for guesses to be counted."""
        return {**super().get_form_kwargs(), "request": self.request}

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Every other session of this person ends."""
        response = super().form_valid(form)
        password_changed(self.request, self.request.user)
        return response


class PasswordChanged(Page, auth_views.PasswordChangeDoneView):
    """It worked."""

    permission_required = SIGNED_IN
    template_name = "accounts/password_changed.html"


class ResetPassword(auth_views.PasswordResetView):
    """A mail with a link, if there is such a person; the page doesn't tell."""

    template_name = "accounts/password_reset.html"
    success_url = reverse_lazy("password-reset-sent")

    def get_form(self, form_class: type[PasswordResetForm] | None = None) -> PasswordResetForm:
        """Django's form, in the portal's words."""
        form: PasswordResetForm = super().get_form(form_class)
        form.fields["email"].label = "E-mail address"
        form.fields["email"].widget.attrs["autofocus"] = True
        return form

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        """To the page that says so in any case; or how long to wait, after very many."""
        seconds = request_mail(form.cleaned_data["email"], self.request)
        if not seconds:
            return super(auth_views.PasswordResetView, self).form_valid(form)
        minutes = math.ceil(seconds / 60)
        message = (
            "Very many mails have been asked for from your network. "
            f"Try again in {minutes} minute{pluralize(minutes)}."
        )
        form.add_error(None, message)
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=429, headers={"Retry-After": str(seconds)})


class ResetPasswordConfirm(auth_views.PasswordResetConfirmView):
    """A new password for whoever holds the link."""

    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("sign-in")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """The person can sign in with it."""
        response = super().form_valid(form)
        password_changed(self.request, self.user)
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return response


@sensitive_post_parameters()
def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """After too many failures: how long to wait."""
    context = {"minutes": settings.AXES_COOLOFF_TIME // timedelta(minutes=1)}
    return render(request, "accounts/locked_out.html", context, status=429)
