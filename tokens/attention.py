"""Which tokens an admin should look at."""

from portal.pages.listing import CappedPaginator

from .models import PermanentToken, State

# A token without effect or unused is worth a look; an active one isn't.
_LOOK_AT = {
    State.EXPOSED: "were sent in a URL or form and must count as known to others",
    State.USER_INACTIVE: "are refused, because their assigned user is inactive",
    State.WITHOUT_EFFECT: "have scopes that their user's permissions give no effect",
    State.NEVER_USED: "have never been used",
}


def needing_attention() -> list[tuple[State, str, CappedPaginator]]:
    """Each noteworthy state with what it means and its tokens, counted; only those with any."""
    tokens = PermanentToken.objects.order_by("pk")
    counted = [
        (state, meaning, CappedPaginator(tokens.in_state(state), per_page=1))
        for state, meaning in _LOOK_AT.items()
    ]
    return [entry for entry in counted if entry[2].count]
