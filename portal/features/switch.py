"""Features: what they are called and whether they are on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices

from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record
from portal.visible_text import invisible_character_error

from .models import FeatureState


class Feature(TextChoices):
    """A part of the portal that customer support switches on. Off on a new portal."""

    PERMANENT_TOKENS = "permanent-tokens", "Permanent tokens"


def is_on(feature: Feature) -> bool:
    """Whether the feature is on, as the database says now."""
    return FeatureState.objects.filter(name=feature, enabled=True).exists()


def enable(feature: Feature, *, by: Actor, reason: str, door: Door) -> bool:
    """Switch the feature on; False when it was on already."""
    return _switch(feature, on=True, by=by, reason=reason, door=door)


def disable(feature: Feature, *, by: Actor, reason: str, door: Door) -> bool:
    """Switch the feature off; False when it was off already. Nothing is deleted."""
    return _switch(feature, on=False, by=by, reason=reason, door=door)


@transaction.atomic
def _switch(feature: Feature, *, on: bool, by: Actor, reason: str, door: Door) -> bool:
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the audit log keeps the reason."})
    if error := invisible_character_error(reason.strip()):
        raise ValidationError({"reason": error})
    state, _ = FeatureState.objects.select_for_update().get_or_create(
        name=feature, defaults={"enabled": False}
    )
    if state.enabled == on:
        return False
    state.enabled, state.changed_at = on, door.moment
    state.save()
    record(
        Action.FEATURE_ENABLED if on else Action.FEATURE_DISABLED,
        by=by,
        door=door,
        target=Target("feature", feature.value, feature.label),
        reason=reason.strip(),
    )
    return True
