"""What a change to people does to tokens."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count, Max, Q
from django.urls import reverse

from accounts.consequences import SHOWN, Change, Consequence, Consequences
from accounts.models import PermissionProfile
from accounts.permissions import Permission
from accounts.scopes import Scope, effective

from .models import PermanentToken, PermanentTokenQuerySet, has_any_scope


def of_change(change: Change) -> Consequences:
    """The tokens that will stop, lose or gain scopes, or work again."""
    tokens = _affected(change)
    first = tokens.for_overview().order_by("description", "id")[:SHOWN]
    # Tokens can't be changed, so their number and the newest one identify a set of them.
    numbers = tokens.aggregate(count=Count("pk"), newest=Max("pk"))
    return Consequences(
        tuple(chain.from_iterable(_of_token(token, change) for token in first)),
        numbers["count"],
        f"{numbers['newest']} {sorted(change.permissions or ())}",
    )


def _affected(change: Change) -> PermanentTokenQuerySet:
    """The tokens that the change does something to, found in the database however many there are."""
    tokens: PermanentTokenQuerySet = PermanentToken.objects.filter(user__in=change.users)
    if change.permissions is None:
        return tokens.filter(user__is_active=True)
    condition = Q(user__is_active=False)
    for profile in PermissionProfile.objects.filter(users__in=change.users).distinct():
        if differing := _differing(profile.permissions, change.permissions):
            condition |= Q(user__profile=profile) & has_any_scope(differing)
    return tokens.filter(condition)


def _differing(before: frozenset[Permission], after: frozenset[Permission]) -> list[Scope]:
    """The scopes that have effect with the one and not with the other."""
    return [scope for scope in Scope if scope.has_effect_for(before) != scope.has_effect_for(after)]


def _of_token(token: PermanentToken, change: Change) -> Iterator[Consequence]:
    if change.permissions is None:
        yield _consequence("stops", token, ())
        return
    after = effective(token.scopes, change.permissions)
    if not token.user.is_active:
        yield _consequence("resumes", token, tuple(sorted(after)))
        return
    if lost := token.effective_scopes - after:
        yield _consequence("loses", token, tuple(sorted(lost)))
    if gained := after - token.effective_scopes:
        yield _consequence("gains", token, tuple(sorted(gained)))


def _consequence(effect: str, token: PermanentToken, scopes: tuple[str, ...]) -> Consequence:
    return Consequence(effect, token.description, token.user, scopes, reverse("token", args=[token.key_id]))
