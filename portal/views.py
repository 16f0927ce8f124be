"""The pages that belong to no app: home, the settings' front page, the audit log, errors."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.permissions import Permission
from assets.models import Media
from portal.api.errors import NO_DATABASE, OUTAGES, RETRY_AFTER, Unavailable
from portal.api.middleware import UNKNOWN_HOST
from portal.audit.actions import Action
from portal.audit.models import AuditEntry, DoorKind
from portal.features.switch import Feature
from portal.pages.listing import Listing
from portal.pages.page import SIGNED_IN, Page, feature_is_on, is_partial, refuse_part, send_again
from tokens.attention import needing_attention
from tokens.models import PermanentToken

NEWEST_SHOWN = 8
AWAY = "The portal isn't available right now"


class Home(Page, TemplateView):
    """The newest assets, and what needs attention for those who can attend to it."""

    permission_required = SIGNED_IN
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`newest` assets, and `attention`: counts of tokens to look at; None where there are none to see."""
        user = self.request.user
        context = super().get_context_data(newest=None, attention=None, **kwargs)
        if user.has_perm(Permission.VIEW_ASSETS):
            context["newest"] = Media.objects.visible_to(user).order_by("-created_at", "-id")[:NEWEST_SHOWN]
        if user.has_perm(Permission.MANAGE_TOKENS) and feature_is_on(self.request, Feature.PERMANENT_TOKENS):
            yesterday = timezone.now() - timedelta(days=1)
            context["attention"] = needing_attention()
            context["has_tokens"] = bool(context["attention"]) or PermanentToken.objects.exists()
            context["refusals"] = AuditEntry.objects.refusals_since(yesterday).count()
            context["may_view_audit_log"] = user.has_perm(Permission.VIEW_AUDIT_LOG)
        return context


class SettingsIndex(Page, TemplateView):
    """The settings tree as a page, which is all of it that fits on a phone."""

    permission_required = SIGNED_IN
    template_name = "settings.html"


class AuditFilters(forms.Form):
    """How to narrow the audit log."""

    search = forms.CharField(max_length=100, required=False, label="Who or what")
    action = forms.ChoiceField(choices=[("", "Any action"), *Action.choices], required=False)
    door = forms.ChoiceField(choices=[("", "Any door"), *DoorKind.choices], required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))


class AuditLog(Listing):
    """Everything that happened, newest first."""

    permission_required = Permission.VIEW_AUDIT_LOG
    model = AuditEntry
    template_name = "audit_log.html"
    filter_form = AuditFilters
    sorts: ClassVar = {"-when": ("-id",), "when": ("id",)}
    default_sort = "-when"
    paginate_by = 50

    def narrow(self, rows: QuerySet[AuditEntry], filters: dict[str, Any]) -> QuerySet[AuditEntry]:
        """By action, door, day, part of an actor's or target's name, or the key of a token."""
        if action := filters.get("action"):
            rows = rows.filter(action=action)
        if door := filters.get("door"):
            rows = rows.filter(door=door)
        if search := filters.get("search"):
            rows = rows.filter(
                Q(actor_name__icontains=search)
                | Q(target_name__icontains=search)
                | Q(target_id=search)
                | Q(key_id=search)
            )
        if since := filters.get("since"):
            rows = rows.filter(at__gte=datetime.combine(since, time.min, UTC))
        if until := filters.get("until"):
            rows = rows.filter(at__lte=datetime.combine(until, time.max, UTC))
        return rows


class AuditLogCsv(AuditLog):
    """The narrowed log as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Every entry, streamed; a wrong filter is refused, because all entries aren't what was asked for."""
        rows = self.get_queryset()
        if self.filters.errors:
            explanation = " ".join(
                f"{self.filters[field].label}: {' '.join(map(str, messages))}"
                for field, messages in self.filters.errors.items()
            )
            return _error_page(
                request, HTTPStatus.BAD_REQUEST, "This filter can't be understood", explanation
            )
        return StreamingHttpResponse(
            _csv_lines(rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
        )


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _csv_lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    columns = (
        "at", "action", "actor_name", "actor_id", "door", "address", "target_type", "target_id",
        "target_name", "request_id", "key_id", "details",
    )  # fmt: skip
    writer = csv.writer(_Echo())
    yield writer.writerow(columns)
    for *values, details in rows.values_list(*columns).iterator(chunk_size=1000):
        yield writer.writerow([*map(_harmless, values), json.dumps(details, ensure_ascii=False)])


def _harmless(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that this portal didn't make for this browser."""
    if request.user.is_authenticated:  # their own cookie came along, so the form was sent from this site
        explanation = "You have signed in since it was opened, so nothing was changed."
        return send_again(request, "This form has expired", explanation, HTTPStatus.FORBIDDEN)
    return _error_page(
        request, HTTPStatus.FORBIDDEN, "This form has expired",
        "Nothing was changed. Go back, reload the page and send the form again. "
        "If that doesn't help, allow cookies for this site.",
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that can't be understood, or that is for another name than the portal's."""
    explanation = UNKNOWN_HOST if isinstance(exception, DisallowedHost) else "Nothing was changed."
    return _error_page(request, HTTPStatus.BAD_REQUEST, "This request can't be understood", explanation)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page or action that this person may not use, and what they would need."""
    return _error_page(request, HTTPStatus.FORBIDDEN, "You may not do this", str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A path that leads nowhere."""
    return _error_page(
        request,
        HTTPStatus.NOT_FOUND,
        "There is nothing here",
        "The page was moved or deleted, or never existed.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or of what the portal needs: that is a 503, so that proxies and people try again.

    Rendered without the request: who is signed in may be what the database can't say.
    """
    problem = sys.exception()
    if isinstance(problem, OUTAGES):
        return _fault(request, HTTPStatus.SERVICE_UNAVAILABLE, AWAY, NO_DATABASE)
    if isinstance(problem, Unavailable):
        return _fault(request, HTTPStatus.SERVICE_UNAVAILABLE, AWAY, problem.message)
    explanation = f"Try again. If it happens again, give {settings.SUPPORT_CONTACT} the request id below."
    return _fault(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side", explanation)


def _fault(request: HttpRequest, status: HTTPStatus, heading: str, explanation: str) -> HttpResponse:
    context = {**_explained(request, heading, explanation), "portal_name": settings.PORTAL_NAME}
    headers = {"Retry-After": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return HttpResponse(render_to_string("error.html", context), status=status, headers=headers)


def _error_page(request: HttpRequest, status: HTTPStatus, heading: str, explanation: str) -> HttpResponse:
    if is_partial(request):
        return refuse_part(request, f"{heading}. {explanation}", status)
    return render(request, "error.html", _explained(request, heading, explanation), status=status)


def _explained(request: HttpRequest, heading: str, explanation: str) -> dict[str, str]:
    request_id: str = request.request_id  # type: ignore[attr-defined]
    return {"heading": heading, "explanation": explanation, "request_id": request_id}
