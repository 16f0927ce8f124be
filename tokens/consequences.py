"""What a change to people does to tokens."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.consequences import Change, Consequence

from .models import PermanentToken


def of_change(change: Change) -> Iterator[Consequence]:
    """The tokens that will stop, lose or gain scopes, or work again."""
    tokens = PermanentToken.objects.filter(user__in=change.users).for_overview().order_by("description", "id")
    for token in tokens.iterator():
        yield from _of_token(token, change)


def _of_token(token: PermanentToken, change: Change) -> Iterator[Consequence]:
    if change.permissions is None:
        if token.user.is_active:
            yield _consequence("stops", token, ())
        return
    after = {s for s in token.scopes if s.has_effect_for(change.permissions)}
    if not token.user.is_active:
        yield _consequence("resumes", token, tuple(sorted(after)))
        return
    if lost := token.effective_scopes - after:
        yield _consequence("loses", token, tuple(sorted(lost)))
    if gained := after - token.effective_scopes:
        yield _consequence("gains", token, tuple(sorted(gained)))


def _consequence(effect: str, token: PermanentToken, scopes: tuple[str, ...]) -> Consequence:
    return Consequence(effect, token.description, token.user, scopes, reverse("token", args=[token.key_id]))
