"""Doing something to the assets that were selected in the list."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import media, selection
from assets.forms.selection import FORMS, CollectForm
from assets.models import Media
from assets.models.media import KEPT_IN_TRASH
from portal.audit.record import Door

from .browsing import Assets, keep_selected
from .chosen import counted, to_list


class Selected(Assets):
    """Does one thing to `assets`, and says to how many; then it is back to the list as it was.

    They are still selected there, for the next thing to be done to them, unless they have gone.
    When something is wrong, that is the list with the same assets selected, and with why not.
    """

    action: ClassVar[str]
    stay: ClassVar[bool] = True  # in the list, and selected

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the list: what was selected is gone after signing in again."""
        return to_list("assets", request.GET)

    def post(self, request: PageRequest) -> HttpResponse:
        """Back to the list, with what was done, why not, or what the form was asked to find."""
        before, identifiers = QueryDict(request.POST.get("back", "")), request.POST.getlist("assets")
        form = FORMS[self.action](request.POST, user=request.user)
        chosen = list(Media.objects.visible_to(request.user).with_ids(identifiers))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if "find" in request.POST:
            status = HTTPStatus.OK
        elif not chosen:
            messages.error(request, "Nothing was done: select at least one asset that is still there.")
        elif form.is_valid():
            try:
                done = self.act(request, chosen, form.cleaned_data)
            except ValidationError as error:
                form.add_refusal(error)
            except PermissionDenied as denied:
                form.add_error(None, str(denied))
            else:
                if self.stay:
                    keep_selected(request, chosen)
                    done += " They are still selected." if len(chosen) > 1 else " It is still selected."
                messages.success(request, done)
                return to_list("assets", before)
        request.GET = before
        self.selected, self.asked = identifiers, {self.action: form}
        response = super().get(request)
        response.status_code = status
        return response

    def act(self, request: PageRequest, chosen: Sequence[Media], asked: dict[str, Any]) -> str:
        """Do it with what the form has `asked`, and say what was done."""
        raise NotImplementedError


class Tag(Selected):
    """Add tags."""

    action = "tag"
    permission_required = Permission.EDIT_ASSETS

    def act(self, request: PageRequest, chosen: Sequence[Media], asked: dict[str, Any]) -> str:
        """To those that they have."""
        number = selection.tag(chosen, asked["tags"], by=request.user, door=Door.page(request))
        tags = f"the tag{'s' if len(asked['tags']) > 1 else ''} {', '.join(asked['tags'])}"
        return f"{counted(number)} now {'has' if number == 1 else 'have'} {tags}."


class Collect(Selected):
    """Put into a collection, or into a new one."""

    action = "collect"
    permission_required = Permission.MANAGE_COLLECTIONS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the list; for htmx, the collections with the words that were typed."""
        if not self.request.htmx:
            return super().get(request, *args, **kwargs)
        form = CollectForm(request.GET, user=self.request.user)
        form.is_valid()
        return HttpResponse(form["collection"].as_widget())

    def act(self, request: PageRequest, chosen: Sequence[Media], asked: dict[str, Any]) -> str:
        """At its end."""
        into = {"collection": asked["collection"], "name": asked["name"]}
        collection, added = selection.collect(chosen, by=request.user, door=Door.page(request), **into)
        known = len(chosen) - added
        already = f" {counted(known)} {'was' if known == 1 else 'were'} in it already." if known else ""
        return f"{counted(added)} added to {collection}.{already}"


class Delete(Selected):
    """Move to the trash."""

    action = "delete"
    stay = False
    permission_required = Permission.DELETE_ASSETS

    def act(self, request: PageRequest, chosen: Sequence[Media], asked: dict[str, Any]) -> str:
        """From where they can be restored."""
        number = media.delete(chosen, by=request.user, door=Door.page(request))
        return f"{counted(number)} moved to the trash, to be restored within {KEPT_IN_TRASH.days} days."
