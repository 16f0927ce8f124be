"""What the pages of accounts parse; they decide nothing."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.http import HttpRequest

from portal.pages.forms import RowForm, longest

from . import people
from .models import Group, PermissionProfile, User
from .people import DETAILS
from .permissions import Permission

PROFILES = PermissionProfile.objects.order_by(Lower("name"))


class UserForm(RowForm):
    """Everything that `people.create` and `people.change` want to know."""

    first_name = forms.CharField(max_length=longest(User, "first_name"))
    infix = forms.CharField(max_length=longest(User, "infix"), required=False)
    last_name = forms.CharField(max_length=longest(User, "last_name"))
    email = forms.EmailField(label="E-mail address")
    username = forms.CharField(
        max_length=longest(User, "username"),
        required=False,
        help_text="To sign in with. The e-mail address, if left empty.",
    )
    profile = forms.ModelChoiceField(PROFILES, label="Permission profile", empty_label=None)
    job = forms.CharField(max_length=longest(User, "job"), required=False)
    department = forms.CharField(max_length=longest(User, "department"), required=False)
    company_name = forms.CharField(label="Company", max_length=longest(User, "company_name"), required=False)
    cost_center = forms.CharField(max_length=longest(User, "cost_center"), required=False)
    phone_number = forms.CharField(max_length=longest(User, "phone_number"), required=False)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_sso_only = forms.BooleanField(label="Signs in through single sign-on only", required=False)
    confirmed = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not people.may_change_groups(by):
            self.fields["groups"].disabled = True
            self.fields["groups"].help_text = people.GROUPS_NEED

    def check(self, row: Any) -> None:
        """As `people.create` and `people.change` do."""
        row.username = row.username or row.email
        people.check(row)

    def arguments(self) -> dict[str, Any]:
        """The cleaned fields as arguments of the rules."""
        details = {name: self.cleaned_data[name] for name in DETAILS if name in self.cleaned_data}
        details["username"] = details["username"] or details["email"]
        return {
            "details": details,
            "profile": self.cleaned_data["profile"],
            "groups": self.cleaned_data["groups"],
        }

    @staticmethod
    def initial_of(user: User) -> dict[str, Any]:
        """What the form shows for a user."""
        shown = {name: getattr(user, name) for name in DETAILS}
        return {**shown, "profile": user.profile_id, "groups": user.groups.all()}


class ProfileForm(RowForm):
    """A profile's name and what it grants."""

    name = forms.CharField(max_length=longest(PermissionProfile, "name"))
    permissions = forms.MultipleChoiceField(
        choices=[(permission.value, permission.label) for permission in Permission],
        required=False,
        error_messages={"invalid_choice": "There is no permission called %(value)s."},
    )
    confirmed = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        """The cleaned fields as arguments of the rules."""
        ticked = [Permission(code) for code in self.cleaned_data["permissions"]]
        return {"name": self.cleaned_data["name"], "permissions": ticked}


class NewPasswordForm(PasswordChangeForm):
    """Django's form; to guess the present password counts as to guess it at the sign-in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """The password, if one can sign in with it."""
        typed: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=typed) != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed


class UserFilters(forms.Form):
    """How to narrow the list of users."""

    search = forms.CharField(max_length=100, required=False, label="Name or e-mail address")
    profile = forms.ModelChoiceField(PROFILES, required=False, empty_label="Any profile")
    state = forms.ChoiceField(
        choices=[("", "Any state"), ("active", "Active"), ("inactive", "Inactive")], required=False
    )
