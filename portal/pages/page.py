"""The base of every page: who may open it, and what happens to whoever may not."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic.base import View

from portal.features.switch import Feature, is_on

from . import drafts

SIGNED_IN: Final = "signed-in"  # every active user may open the page


class Page(View):
    """A page declares its `permission_required` (or SIGNED_IN), and its `feature` if it belongs to one.

    Several permissions mean any of them. A page that declares nothing is refused to everybody, and a
    system check names it.
    """

    permission_required: ClassVar[str | tuple[str, ...] | None] = None
    feature: ClassVar[Feature | None] = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign in first (what was typed is kept), then the permission, then the feature."""
        if not request.user.is_authenticated:
            if is_partial(request):
                return refuse_part(
                    request, "You have been signed out. Send the form to sign in; nothing is lost."
                )
            drafts.keep(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else request.path)
        request.user_name = request.user.get_username()  # type: ignore[attr-defined]  # for the log's line
        if not may_open(type(self), request):
            raise PermissionDenied(refusal(type(self)))
        if self.feature and not feature_is_on(request, self.feature):
            if is_partial(request):
                return refuse_part(request, f"{self.feature.label} have been switched off meanwhile.")
            return render(request, "feature_off.html", {"feature": self.feature}, status=404)
        try:
            return super().dispatch(request, *args, **kwargs)
        except IntegrityError:  # the database refuses what the rule couldn't see yet
            explanation = (
                "Somebody else made or changed the same thing at the same moment, so nothing was changed."
            )
            return send_again(request, "Two people were at it at once", explanation, HTTPStatus.CONFLICT)


def send_again(request: HttpRequest, heading: str, explanation: str, status: HTTPStatus) -> HttpResponse:
    """Ask for the form once more, and keep what was typed until it is opened again."""
    drafts.keep(request)
    context = {"heading": heading, "explanation": explanation, "form_url": request.path}
    return render(request, "form_again.html", context, status=status)


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page that is open already."""
    return bool(getattr(request, "htmx", False))


def refuse_part(request: HttpRequest, message: str, status: int = 403) -> HttpResponse:
    """What stands where the part would have been; the page around it, and what was typed, stays."""
    return render(request, "components/refusal.html", {"message": message}, status=status)


def may_open(view: type[Page], request: HttpRequest) -> bool:
    """Whether the signed-in user has a permission that `view` declares."""
    return any(needed == SIGNED_IN or request.user.has_perm(needed) for needed in declared(view))


def declared(view: type[Page]) -> tuple[str, ...]:
    """The permissions of which any opens the page; none when it declares nothing."""
    needed = view.permission_required
    return (needed,) if isinstance(needed, str) else needed or ()


def feature_is_on(request: HttpRequest, feature: Feature) -> bool:
    """Whether the feature is on, asked once a request."""
    known: dict[Feature, bool] = request.__dict__.setdefault("features", {})
    if feature not in known:
        known[feature] = is_on(feature)
    return known[feature]


def refusal(view: type[Page]) -> str:
    """What a person without the permission is told."""
    if view.permission_required is None:
        return "This page declares no permission, so nobody may open it."
    labels = " or ".join(f"“{getattr(needed, 'label', needed)}”" for needed in declared(view))
    return f"This page needs the permission {labels}. Ask an administrator to add it to your profile."
