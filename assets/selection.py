"""One thing done to many assets at once: all of it or, when something is wrong, none."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from portal.audit.record import Door

from . import collections, models, tags
from . import media as rules
from .models import Media


@transaction.atomic
def tag(chosen: Collection[Media], names: Sequence[str], *, by: User, door: Door) -> int:
    """Give the assets these tags beside those that they have; how many assets.

    ValidationError without a name, or when one is too long.
    """
    if not names:
        raise ValidationError({"tags": "Type at least one tag."})
    rules.retag(chosen, by=by, door=door, added=tags.named(names))
    return len(chosen)


@transaction.atomic
def collect(
    chosen: Collection[Media], *, by: User, door: Door, collection: models.Collection | None, name: str = ""
) -> tuple[models.Collection, int]:
    """Put the assets into the collection, or into a new one with this name; how many weren't in it.

    ValidationError and PermissionDenied as the rules of collections raise them.
    """
    collection = collection or collections.create(by=by, door=door, name=name)
    return collection, collections.add(collection, chosen, by=by, door=door)
