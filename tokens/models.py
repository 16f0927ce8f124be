from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.lookups import IContains
from django.utils import timezone

from accounts import scopes as vocabulary
from accounts.models import MATCHES, PermissionProfile, SearchTerm, User, search_words
from accounts.scopes import Scope
from integrations.models import Integration

from .secret import KEY_ID_LENGTH, PREFIX, Secret, matches


class State(models.TextChoices):
    """What an admin should know about a token at a glance, most urgent first."""

    EXPOSED = "exposed", "Exposed"
    USER_INACTIVE = "user-inactive", "Assigned user inactive"
    WITHOUT_EFFECT = "without-effect", "Some scopes without effect"
    NEVER_USED = "never-used", "Never used"
    ACTIVE = "active", "Active"


class PermanentTokenQuerySet(models.QuerySet["PermanentToken"]):
    """Named questions to the tokens."""

    def for_overview(self) -> PermanentTokenQuerySet:
        """Tokens with all that a list of them shows, in one query."""
        return self.select_related("user__profile", "integration")

    def for_user(self, user: models.Model) -> PermanentTokenQuerySet:
        """Tokens that act as `user`."""
        return self.filter(user=user)

    def of_the_same_integration(self, token: PermanentToken) -> PermanentTokenQuerySet:
        """The other tokens that `token`'s integration has."""
        same = (
            Q(integration=token.integration)
            if token.integration
            else Q(other_integration=token.other_integration)
        )
        return self.filter(same).exclude(pk=token.pk)

    def working(self) -> PermanentTokenQuerySet:
        """Tokens that aren't refused because of their user."""
        return self.filter(user__is_active=True)

    def for_users_matching(self, text: str) -> PermanentTokenQuerySet:
        """Tokens whose user has every word of `text` at the start of a word of name or address."""
        users = list(User.objects.matching(text).values_list("pk", flat=True)[: MATCHES + 1])
        if len(users) <= MATCHES:
            return self.filter(user__in=users)
        result = self
        for word in search_words(text):
            result = result.filter(SearchTerm.objects.starting_with(word).of_the_same_user())
        return result

    def matching(self, text: str) -> PermanentTokenQuerySet:
        """Tokens with `text` in their description or typed integration, or whose key begins with it.

        The key may stand alone, masked as lists show it, or in a whole token.
        """
        key = text.removeprefix(PREFIX).partition("_")[0] if text.startswith(PREFIX) else text
        condition = Q(_Contains(F("description"), text)) | Q(_Contains(F("other_integration"), text))
        if key := key.rstrip("_…"):
            condition |= Q(key_id__startswith=key)
        return self.filter(condition)

    def with_scope(self, scope: Scope) -> PermanentTokenQuerySet:
        """Tokens that were granted `scope`."""
        return self.filter(_has_scope(scope))

    def without_full_effect(self) -> PermanentTokenQuerySet:
        """Tokens of active users with a scope that the user's present profile gives no effect."""
        return self.alias(is_so=_user_is(_without_effect())).filter(is_so=True)

    def in_state(self, state: State) -> PermanentTokenQuerySet:
        """Tokens in `state`; the states but `ACTIVE` may overlap."""
        conditions = {
            State.EXPOSED: Q(exposed_at__isnull=False),
            State.USER_INACTIVE: Q(user__is_active=False),
            State.NEVER_USED: Q(last_used_at__isnull=True),
        }
        if state == State.WITHOUT_EFFECT:
            return self.without_full_effect()
        if state == State.ACTIVE:
            used = self.filter(exposed_at__isnull=True, last_used_at__isnull=False)
            return used.alias(is_so=_user_is(~_without_effect())).filter(is_so=True)
        return self.filter(conditions[state])


class _Contains(IContains):
    """`icontains` with a ready pattern: in a prepared query, PostgreSQL would make it for each row."""

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """In lower case on both sides."""
        column, parameters = compiler.compile(self.lhs)
        pattern = f"%{connection.ops.prep_for_like_query(self.rhs.lower())}%"
        return f"LOWER({column}) LIKE %s", [*parameters, pattern]


def has_any_scope(scopes: Iterable[Scope]) -> Q:
    """A condition: the token was granted one of the scopes at least."""
    return reduce(or_, map(_has_scope, scopes), Q(pk__in=[]))


def _has_scope(scope: Scope) -> Q:
    """Found as a substring: no scope's name is a part of another's, as a test proves."""
    return Q(scope_names__contains=scope)


def _without_effect() -> Q:
    """A condition on users beside the `scope_names` of a token: a scope has no effect for them."""
    result = Q(pk__in=[])
    for profile in PermissionProfile.objects.all():
        idle = [scope for scope in Scope if not scope.has_effect_for(profile.permissions)]
        if idle:
            result |= Q(profile=profile) & has_any_scope(idle)
    return result


def _user_is(condition: Q) -> Subquery:
    """True when the token's user is active and meets the condition.

    They are looked up for each token: to join a million users takes longer than a page of tokens.
    """
    users = User.objects.filter(pk=OuterRef("user"), is_active=True).alias(
        scope_names=ExpressionWrapper(OuterRef("scope_names"), output_field=models.TextField())
    )
    return Subquery(users.filter(condition).values(is_so=Value(True)))


class PermanentToken(models.Model):
    """A token. It can't be changed, not even in the database; only its use is recorded.

    The digest is the one column beside usage that changes: it follows the newest pepper.
    """

    key_id = models.CharField(max_length=KEY_ID_LENGTH, unique=True)
    digest = models.CharField(max_length=64)
    pepper = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=200)
    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, null=True, related_name="+")
    other_integration = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="permanent_tokens"
    )
    scope_names = models.TextField()
    submission = models.UUIDField(null=True, unique=True)
    replaces = models.CharField(max_length=KEY_ID_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=254)
    created_by_id = models.CharField(max_length=36, blank=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_address = models.GenericIPAddressField(null=True)
    exposed_at = models.DateTimeField(null=True)

    objects = PermanentTokenQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(integration__isnull=True) ^ Q(other_integration=""),
                name="token_integration_or_other",
            ),
            models.CheckConstraint(condition=~Q(scope_names=""), name="token_has_a_scope"),
            models.CheckConstraint(condition=~Q(description=""), name="token_has_a_description"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"]),
            models.Index(fields=["last_used_at", "created_at"]),
            models.Index(fields=["description"]),
            models.Index(fields=["exposed_at"], name="token_exposed", condition=Q(exposed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.description} ({self.key_id})"

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the token may be used for."""
        return vocabulary.parse(self.scope_names)

    @property
    def effective_scopes(self) -> frozenset[Scope]:
        """What the token can really be used for, now."""
        return vocabulary.effective(self.scopes, self.user.permissions)

    @property
    def integration_name(self) -> str:
        """The catalog's name or the one typed under Other."""
        return self.integration.name if self.integration else self.other_integration

    @property
    def masked_key(self) -> str:
        """The part of the token that may be shown."""
        return f"{PREFIX}{self.key_id}_…"

    def is_proved_by(self, secret: Secret) -> bool:
        """Whether `secret` is this token's, and doesn't only name it."""
        pepper = settings.TOKEN_PEPPERS.get(self.pepper)
        return pepper is not None and matches(secret, pepper, self.digest)

    @property
    def states(self) -> list[State]:
        """Everything noteworthy about the token, most urgent first; `ACTIVE` when nothing is."""
        noteworthy = {
            State.EXPOSED: self.exposed_at is not None,
            State.USER_INACTIVE: not self.user.is_active,
            State.WITHOUT_EFFECT: self.user.is_active and self.effective_scopes != self.scopes,
            State.NEVER_USED: self.last_used_at is None,
        }
        return [state for state, is_so in noteworthy.items() if is_so] or [State.ACTIVE]


class TokenUsage(models.Model):
    """How often a token was used for a scope on a day (UTC). No scope: what needs none."""

    token = models.ForeignKey(PermanentToken, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    scope = models.CharField(max_length=40, blank=True)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "day", "scope"], name="usage_per_day_and_scope")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.scope}: {self.count}"


class KnownAddress(models.Model):
    """An address from which a token has been used."""

    token = models.ForeignKey(PermanentToken, on_delete=models.CASCADE, related_name="addresses")
    address = models.GenericIPAddressField()
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "address"], name="address_once_per_token")
        ]

    def __str__(self) -> str:
        return self.address


class Tombstone(models.Model):
    """What is left of a deleted token: enough to explain, nothing that can be used."""

    key_id = models.CharField(max_length=KEY_ID_LENGTH, unique=True)
    description = models.CharField(max_length=200)
    integration_name = models.CharField(max_length=80)
    submission = models.UUIDField(null=True, unique=True)
    user_name = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(default=timezone.now)
    deleted_by = models.CharField(max_length=254)
    last_used_at = models.DateTimeField(null=True)
    last_presented_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.description} ({self.key_id}), deleted"
