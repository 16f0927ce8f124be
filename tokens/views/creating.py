"""Creating a token: the form, what it answers while being filled in, and the secret, once."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.reauthentication import RecentSignIn
from accounts.requests import PageRequest
from accounts.scopes import Scope, by_resource
from portal.api.identifiers import parse
from portal.audit.record import Door
from portal.pages import drafts
from tokens import effect
from tokens.creation import AlreadyCreatedError, create, may_assign_anybody, more_powerful
from tokens.forms import OTHER, TokenForm
from tokens.models import PermanentToken
from tokens.secret import Secret

from .overview import TokenPage

USERS_SHOWN = 8


@method_decorator(never_cache, name="dispatch")
class Create(RecentSignIn, TokenPage):
    """The form; a POST answers with the secret itself, which is stored nowhere else."""

    def get(self, request: PageRequest) -> HttpResponse:
        """An empty form, one prefilled from the token to be replaced, or what was typed before signing in."""
        draft = drafts.take(request)
        if draft is not None:
            return self._form(request, TokenForm(initial=_initial_from_fields(draft)))
        return self._form(request, TokenForm(initial=_initial_from_token(request.GET.get("replace", ""))))

    @method_decorator(sensitive_variables("secret"))
    def post(self, request: PageRequest) -> HttpResponse:
        """The secret; or the form with what is wrong, or with the users that the Find button searched."""
        form = TokenForm(request.POST)
        if "find" in request.POST:
            return self._form(request, TokenForm(initial=_initial_from_fields(request.POST)))
        if form.is_valid():
            try:
                token, secret = create(by=request.user, door=Door.page(request), **form.arguments())
            except AlreadyCreatedError as already:
                return render(request, "tokens/already_created.html", {"token": already.token}, status=409)
            except ValidationError as error:
                form.add_refusal(error)
            else:
                return _reveal(request, token, secret)
        return self._form(request, form, status=422)

    def _form(self, request: PageRequest, form: TokenForm, status: int = 200) -> HttpResponse:
        chosen = form["user"].value() or ""
        search = form.data.get("user_search", "") or form.initial.get("user_search", "")
        context = {
            "form": form,
            "resources": by_resource(),
            "chosen_scopes": set(form["scopes"].value() or ()),
            "other": OTHER,
            "user_search": search,
            "retired_integration": form.initial.get("retired_integration", ""),
            **_users(search, chosen),
            **_preview(chosen, form["scopes"].value() or (), request.user),
        }
        return render(request, "tokens/create.html", context, status=status)


class FindUsers(TokenPage):
    """The users that match what is being typed, as radio buttons."""

    def get(self, request: PageRequest) -> HttpResponse:
        """A fragment."""
        search = request.GET.get("user_search", "")
        return render(
            request,
            "tokens/_users.html",
            {"user_search": search, **_users(search, request.GET.get("user", ""))},
        )


class Preview(TokenPage):
    """What the token would really be able to do, with what is ticked now."""

    def get(self, request: PageRequest) -> HttpResponse:
        """A fragment."""
        context = _preview(request.GET.get("user", ""), request.GET.getlist("scopes"), request.user)
        return render(request, "tokens/_preview.html", context)


def _reveal(request: PageRequest, token: PermanentToken, secret: Secret) -> HttpResponse:
    """The one response that ever holds the secret."""
    context = {
        "token": token,
        "secret": secret.text,
        "host": request.get_host(),
        "has_own_authority": settings.OWN_AUTHORITY is not None and settings.OWN_AUTHORITY.exists(),
    }
    return render(request, "tokens/created.html", context, status=201)


def _initial_from_fields(fields: QueryDict) -> dict[str, Any]:
    return fields.dict() | {"scopes": fields.getlist("scopes")}


def _initial_from_token(key_id: str) -> dict[str, Any]:
    token = PermanentToken.objects.for_overview().filter(key_id=key_id).first()
    if token is None:
        return {}
    return {
        "description": token.description,
        "integration": token.integration_id or OTHER,
        "retired_integration": token.integration.name
        if token.integration and not token.integration.is_active
        else "",
        "other_integration": token.other_integration,
        "user": token.user.api_id,
        "user_search": token.user.email,
        "scopes": token.scope_names.split(),
        "replaces": token.key_id,
    }


def _users(search: str, chosen: str) -> dict[str, Any]:
    """`users`: the chosen one first, then those who match; whether there are `more_users`."""
    selected = _user(chosen)
    found: list[User] = []
    if search.strip():
        matches = User.objects.active().matching(search).select_related("profile")
        found = list(matches.order_by("last_name", "first_name", "id")[: USERS_SHOWN + 1])
    others = [user for user in found[:USERS_SHOWN] if user != selected]
    return {
        "users": ([selected] if selected else []) + others,
        "selected": selected,
        "more_users": len(found) > USERS_SHOWN,
    }


def _preview(chosen: str, names: Iterable[str], by: Any) -> dict[str, Any]:
    """`effects` of the ticked scopes for the chosen user, and what that user may do beyond `by`."""
    user, is_free = _user(chosen), may_assign_anybody(by)
    beyond = more_powerful(user, by) if user else []
    scopes = [Scope(name) for name in names if name in Scope._value2member_map_]
    return {
        "preview_user": user,
        "has_scopes": bool(scopes),
        "effects": effect.of(scopes, user) if user else [],
        "beyond": beyond,
        "may_assign_anybody": is_free,
        "is_refused": bool(beyond) and not is_free,
    }


def _user(identifier: str) -> User | None:
    parsed = parse(identifier)
    return User.objects.select_related("profile").filter(pk=parsed).first() if parsed else None
