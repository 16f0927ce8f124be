"""Permission management."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import ListView

from accounts import consequences, profiles
from accounts.consequences import NOTHING, Change, Consequences
from accounts.forms import ProfileForm
from accounts.models import PermissionProfile, User
from accounts.permissions import Permission, PermissionGroup, with_needs
from accounts.reauthentication import RecentSignIn
from accounts.requests import PageRequest
from portal.api.identifiers import parse
from portal.audit.record import Door
from portal.pages import drafts
from portal.pages.outcome import told
from portal.pages.page import Page


class ProfilePage(Page):
    """What every page about profiles declares."""

    permission_required = Permission.MANAGE_PROFILES


class Profiles(ProfilePage, ListView):
    """Every profile, with how many active users have it. There are few, so there are no pages."""

    queryset = PermissionProfile.objects.for_overview()
    template_name = "accounts/profiles.html"
    context_object_name = "profiles"


class AddProfile(RecentSignIn, ProfilePage):
    """A new profile, empty or with what another one grants."""

    def get(self, request: PageRequest) -> HttpResponse:
        """The form."""
        origin = _find(request.GET.get("copy", ""))
        initial = {"name": f"Copy of {origin}", "permissions": list(origin.permissions)} if origin else {}
        return _form(request, ProfileForm(drafts.take(request), row=PermissionProfile(), initial=initial))

    def post(self, request: PageRequest) -> HttpResponse:
        """To the list, or back to the form with what is wrong."""
        form = ProfileForm(request.POST, row=PermissionProfile())
        if form.is_valid():
            try:
                profile = profiles.create(by=request.user, door=Door.page(request), **form.arguments())
            except ValidationError as error:
                form.add_refusal(error)
            else:
                messages.success(request, f"{profile.name} is added.{_added(form, profile)}")
                return redirect("profiles")
        return _form(request, form, status=422)


class EditProfile(RecentSignIn, ProfilePage):
    """A profile's name and permissions. What that does to tokens is shown before it is saved."""

    def get(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """The form, filled in."""
        profile = _profile(profile_id)
        initial = {"name": profile.name, "permissions": list(profile.permissions)}
        form = ProfileForm(drafts.take(request), row=profile, initial=initial)
        return _form(request, form, profile=profile)

    def post(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """To the list; or back to the form with what is wrong, or with the consequences to confirm."""
        profile = _profile(profile_id)
        form = ProfileForm(request.POST, row=profile)
        if not form.is_valid():
            return _form(request, form, profile=profile, status=422)
        arguments = form.arguments()
        effects = _effects(profile, with_needs(arguments["permissions"]))
        if effects and form.cleaned_data["confirmed"] != effects.fingerprint:
            return _form(request, form, profile=profile, effects=effects)
        try:
            profiles.change(profile, by=request.user, door=Door.page(request), **arguments)
        except ValidationError as error:
            form.add_refusal(error)
            return _form(request, form, profile=_profile(profile_id), status=422)
        messages.success(request, f"{profile.name} is changed.{_added(form, profile)}")
        return redirect("profiles")


class MakeDefaultProfile(RecentSignIn, ProfilePage):
    """New users get this one."""

    def get(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """To the list, where the button is: one comes here from being asked for the password."""
        return redirect("profiles")

    def post(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """To the list, with the reason if it can't be."""
        profile = _profile(profile_id)
        with told(request, f"{profile.name} is now the default for new users."):
            profiles.make_default(profile, by=request.user, door=Door.page(request))
        return redirect("profiles")


class DeleteProfile(RecentSignIn, ProfilePage):
    """Only a profile that nobody has."""

    def get(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """What goes with it."""
        return render(request, "accounts/profile_delete.html", {"profile": _profile(profile_id)})

    def post(self, request: PageRequest, profile_id: str) -> HttpResponse:
        """To the list, with the reason if it can't be."""
        profile = _profile(profile_id)
        with told(request, f"{profile.name} is deleted."):
            profiles.delete(profile, by=request.user, door=Door.page(request))
        return redirect("profiles")


def _find(identifier: str) -> PermissionProfile | None:
    parsed = parse(identifier)
    return PermissionProfile.objects.filter(pk=parsed).first() if parsed else None


def _profile(identifier: str) -> PermissionProfile:
    return get_object_or_404(PermissionProfile, pk=parse(identifier))


def _effects(profile: PermissionProfile, permissions: frozenset[Permission]) -> Consequences:
    if permissions == profile.permissions:
        return NOTHING
    return consequences.of(Change(User.objects.active().filter(profile=profile), permissions))


def _form(
    request: PageRequest,
    form: ProfileForm,
    *,
    profile: PermissionProfile | None = None,
    effects: Consequences = NOTHING,
    status: int = 200,
) -> HttpResponse:
    groups = {group: [p for p in Permission if p.group == group] for group in PermissionGroup}
    context: dict[str, Any] = {
        "form": form,
        "profile": profile,
        "groups": {
            group: [(p, [Permission(code).label for code in p.needs]) for p in permissions]
            for group, permissions in groups.items()
        },
        "ticked": set(form["permissions"].value() or ()),
        "effects": effects,
    }
    return render(request, "accounts/profile_form.html", context, status=status)


def _added(form: ProfileForm, profile: PermissionProfile) -> str:
    """What was granted beyond what was ticked, because that needs it."""
    ticked = set(form.cleaned_data["permissions"])
    added = [p.label for p in Permission if p in profile.permissions and p not in ticked]
    return f" Also granted, because others need it: {', '.join(added)}." if added else ""
