"""User management."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Lower
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from accounts import consequences, invitations, people
from accounts.consequences import NOTHING, Change, Consequences
from accounts.forms import UserFilters, UserForm
from accounts.models import PermissionProfile, User
from accounts.permissions import Permission
from accounts.reauthentication import RecentSignIn
from accounts.requests import PageRequest
from portal.audit.record import Door
from portal.pages import drafts
from portal.pages.listing import Listing
from portal.pages.page import Page


class PeoplePage(Page):
    """What every page about users declares."""

    permission_required = Permission.MANAGE_USERS


class Users(PeoplePage, Listing):
    """Every user, by name."""

    queryset = User.objects.select_related("profile")
    template_name = "accounts/users.html"
    filter_form = UserFilters
    default_sort = "name"
    sorts: ClassVar = {
        "name": ("last_name", "first_name", "id"),
        "-name": ("-last_name", "-first_name", "-id"),
        "email": (Lower("email"),),
        "-email": (Lower("email").desc(),),
    }

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By the beginnings of words, profile and state."""
        if profile := filters.get("profile"):
            rows = rows.filter(profile=profile)
        if state := filters.get("state"):
            rows = rows.filter(is_active=state == "active")
        return rows.matching(filters.get("search") or "")


class AddUser(RecentSignIn, PeoplePage):
    """A new user, who sets a password through a mail."""

    def get(self, request: PageRequest) -> HttpResponse:
        """The form, with the default profile."""
        default = PermissionProfile.objects.filter(is_default=True).first()
        draft = drafts.take(request)
        return self._form(request, UserForm(draft, by=request.user, row=User(), initial={"profile": default}))

    def post(self, request: PageRequest) -> HttpResponse:
        """To the list, or back to the form with what is wrong."""
        form = UserForm(request.POST, by=request.user, row=User())
        if form.is_valid():
            try:
                user = people.create(by=request.user, door=Door.page(request), **form.arguments())
            except ValidationError as error:
                form.add_refusal(error)
            except PermissionDenied as denied:
                form.add_error("profile", str(denied))
            else:
                if unsent := invitations.send(user, request):
                    messages.warning(request, f"{user.full_name} is added, but no mail is sent: {unsent}")
                else:
                    messages.success(
                        request, f"{user.full_name} is added, and a mail to set a password is sent."
                    )
                return redirect("users")
        return self._form(request, form, status=422)

    def _form(self, request: PageRequest, form: UserForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/user_form.html", {"form": form}, status=status)


class EditUser(RecentSignIn, PeoplePage):
    """A user's details and profile. What a new profile does to tokens is shown before it is saved."""

    def get(self, request: PageRequest, user_id: str) -> HttpResponse:
        """The form, filled in."""
        user = _user(user_id)
        return self._form(request, user, _form_of(user, request, drafts.take(request)))

    def post(self, request: PageRequest, user_id: str) -> HttpResponse:
        """To the list; or back to the form with what is wrong, or with the consequences to confirm."""
        user = _user(user_id)
        form = _form_of(user, request, request.POST)
        if not form.is_valid():
            return self._form(request, user, form, status=422)
        effects = _of_profile(user, form.cleaned_data["profile"])
        if effects and form.cleaned_data["confirmed"] != effects.fingerprint:
            return self._form(request, user, form, effects=effects)
        try:
            people.change(user, by=request.user, door=Door.page(request), **form.arguments())
        except ValidationError as error:
            form.add_refusal(error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
        else:
            messages.success(request, f"{user.full_name} is changed.")
            return redirect("users")
        return self._form(request, _user(user_id), form, status=422)

    def _form(
        self,
        request: PageRequest,
        user: User,
        form: UserForm,
        *,
        effects: Consequences = NOTHING,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "form": form,
            "person": user,
            "effects": effects,
            "may_be_invited": user.may_have_password,
        }
        return render(request, "accounts/user_form.html", context, status=status)


class DeactivateUser(PeoplePage):
    """What will stop, and the button."""

    def get(self, request: PageRequest, user_id: str) -> HttpResponse:
        """The tokens that will stop."""
        return self._warning(request, _user(user_id))

    def post(self, request: PageRequest, user_id: str) -> HttpResponse:
        """To the list, or the reason why not."""
        user = _user(user_id)
        try:
            people.deactivate(user, by=request.user, door=Door.page(request))
        except ValidationError as error:
            return self._warning(request, _user(user_id), refusal=" ".join(error.messages), status=422)
        messages.success(request, f"{user.full_name} is deactivated, and their tokens are refused.")
        return redirect("users")

    def _warning(
        self, request: PageRequest, user: User, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        effects = consequences.of(Change(User.objects.filter(pk=user.pk), None))
        context = {"person": user, "effects": effects, "refusal": refusal}
        return render(request, "accounts/user_deactivate.html", context, status=status)


class ReactivateUser(RecentSignIn, PeoplePage):
    """The tokens that will work again, and the button."""

    def get(self, request: PageRequest, user_id: str) -> HttpResponse:
        """The tokens that will work again."""
        user = _user(user_id)
        change = Change(User.objects.filter(pk=user.pk), user.profile.permissions)
        context = {"person": user, "effects": NOTHING if user.is_active else consequences.of(change)}
        return render(request, "accounts/user_reactivate.html", context)

    def post(self, request: PageRequest, user_id: str) -> HttpResponse:
        """To the list."""
        user = _user(user_id)
        people.reactivate(user, by=request.user, door=Door.page(request))
        messages.success(request, f"{user.full_name} is active again, and so are their tokens.")
        return redirect("users")


class InviteUser(PeoplePage):
    """Send the mail to set a password again."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: PageRequest, user_id: str) -> HttpResponse:
        """Back to the user."""
        user = _user(user_id)
        if unsent := invitations.send(user, request):
            messages.warning(request, f"No mail is sent: {unsent}")
        else:
            messages.success(request, f"A mail to set a password is on its way to {user.email}.")
        return redirect("user-edit", user_id=user.api_id)


def _user(identifier: str) -> User:
    found: User = get_object_or_404(User.objects.select_related("profile").by_id_or_username(identifier))
    return found


def _form_of(user: User, request: PageRequest, data: QueryDict | None) -> UserForm:
    return UserForm(data, by=request.user, row=user, initial=UserForm.initial_of(user))


def _of_profile(user: User, profile: PermissionProfile) -> Consequences:
    if profile == user.profile or not user.is_active:
        return NOTHING
    return consequences.of(Change(User.objects.filter(pk=user.pk), profile.permissions))
