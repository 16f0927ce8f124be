"""Which tokens an admin should look at."""

from portal.pages import listing

from .models import PermanentToken, State

# A token without effect or unused is worth a look; an active one isn't.
_LOOK_AT = {
    State.EXPOSED: "were sent in a URL or form and must count as known to others",
    State.USER_INACTIVE: "are refused, because their assigned user is inactive",
    State.WITHOUT_EFFECT: "have scopes that their user's permissions give no effect",
    State.NEVER_USED: "have never been used",
}


def needing_attention() -> list[tuple[State, str, str]]:
    """Each noteworthy state with what it means and how many tokens are in it; only those with any."""
    return [
        (state, meaning, number)
        for state, meaning in _LOOK_AT.items()
        if (number := listing.capped(PermanentToken.objects.in_state(state), listing.COUNTED))
    ]
