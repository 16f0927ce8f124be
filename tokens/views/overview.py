"""Looking at tokens: all of them, and one."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import DetailView

from accounts.permissions import Permission
from accounts.scopes import Scope
from portal.audit.models import AuditEntry
from portal.features.switch import Feature
from portal.pages.listing import Listing
from portal.pages.page import Page
from tokens import effect, usage
from tokens.forms import OTHER, TokenFilters
from tokens.models import PermanentToken, State, Tombstone

AUDIT_ENTRIES_SHOWN = 20
DAYS_SHOWN = 90


class TokenPage(Page):
    """What every page about tokens declares."""

    permission_required = Permission.MANAGE_TOKENS
    feature = Feature.PERMANENT_TOKENS


class Overview(TokenPage, Listing):
    """Every token, newest first."""

    model = PermanentToken
    template_name = "tokens/overview.html"
    filter_form = TokenFilters
    default_sort = "-created"
    sorts: ClassVar = {
        "created": ("created_at", "id"),
        "-created": ("-created_at", "-id"),
        "description": ("description", "id"),
        "-description": ("-description", "-id"),
        "used": (F("last_used_at").asc(nulls_first=True), "id"),
        "-used": (F("last_used_at").desc(nulls_last=True), "-id"),
    }

    def get_queryset(self) -> Any:
        """The narrowed and sorted tokens, with all that a row shows."""
        return super().get_queryset().for_overview()

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By description or key, integration, assigned user, state and scope."""
        if search := filters.get("search"):
            rows = rows.matching(search)
        if integration := filters.get("integration"):
            rows = rows.filter(integration=None if integration == OTHER else integration)
        if user := filters.get("user"):
            rows = rows.for_users_matching(user)
        if scope := filters.get("scope"):
            rows = rows.with_scope(Scope(scope))
        if state := filters.get("state"):
            rows = rows.in_state(State(state))
        return rows


class Detail(TokenPage, DetailView):
    """Everything about one token, or what is left of a deleted one."""

    template_name = "tokens/token.html"
    queryset = PermanentToken.objects.for_overview()
    slug_field = slug_url_kwarg = "key_id"
    context_object_name = "token"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The token's page; a deleted token's page says who deleted it when."""
        tombstone = Tombstone.objects.filter(key_id=self.kwargs["key_id"]).first()
        if tombstone is not None:
            return gone(request, tombstone)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`effects` per scope, how often it was used, the newest audit `entries`, and who replaced it."""
        token: PermanentToken = self.object
        return super().get_context_data(
            effects=effect.of(token.scopes, token.user),
            uses_this_week=uses_this_week(token),
            days=DAYS_SHOWN,
            uses_by_day=usage.by_day(token, DAYS_SHOWN),
            uses_by_scope=usage.by_scope(token, DAYS_SHOWN),
            may_manage_users=self.request.user.has_perm(Permission.MANAGE_USERS),
            entries=_audit_of(token.key_id),
            successors=PermanentToken.objects.filter(replaces=token.key_id),
            **kwargs,
        )


class Scopes(TokenPage, DetailView):
    """The scopes of one token, for the overview to show on demand."""

    template_name = "tokens/_scopes.html"
    queryset = PermanentToken.objects.for_overview()
    slug_field = slug_url_kwarg = "key_id"
    context_object_name = "token"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`effects` per scope."""
        token: PermanentToken = self.object
        return super().get_context_data(effects=effect.of(token.scopes, token.user), **kwargs)


def uses_this_week(token: PermanentToken) -> int:
    """How often the token was used in the last seven days."""
    return usage.total_since(token, (timezone.now() - timedelta(days=6)).date())


def _audit_of(key_id: str) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.about("token", key_id)[:AUDIT_ENTRIES_SHOWN]


def gone(request: HttpRequest, tombstone: Tombstone) -> HttpResponse:
    """What is left of a deleted token: who deleted it when, and whether it is still presented."""
    context = {"tombstone": tombstone, "entries": _audit_of(tombstone.key_id)}
    return render(request, "tokens/tombstone.html", context, status=410)
