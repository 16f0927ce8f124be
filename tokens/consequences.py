"""What a change to people does to tokens."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.consequences import Change, Consequence

from .models import PermanentToken

LISTED = 200


def of_change(change: Change) -> Iterator[Consequence]:
    """The tokens that will stop, lose or gain scopes; at most `LISTED` of them."""
    tokens = PermanentToken.objects.filter(user__in=change.users, user__is_active=True)
    for token in tokens.for_overview().order_by("description")[:LISTED]:
        if change.permissions is None:
            yield _consequence("stops", token, ())
            continue
        after = {s for s in token.scopes if s.has_effect_for(change.permissions)}
        if lost := token.effective_scopes - after:
            yield _consequence("loses", token, tuple(sorted(lost)))
        if gained := after - token.effective_scopes:
            yield _consequence("gains", token, tuple(sorted(gained)))


def _consequence(effect: str, token: PermanentToken, scopes: tuple[str, ...]) -> Consequence:
    return Consequence(effect, token.description, token.user, scopes, reverse("token", args=[token.key_id]))
