"""One thing done to many assets at once: all of it or, when something is wrong, none."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from portal.audit.record import Door

from . import collections
from . import media as rules
from .models import Collection, Media


@transaction.atomic
def tag(chosen: Iterable[Media], names: Sequence[str], *, by: User, door: Door) -> int:
    """Add tags to what the assets have; how many assets there are. ValidationError without a name."""
    if not names:
        raise ValidationError({"tags": "Type at least one tag."})
    count = 0
    for media in chosen:
        before = [tag.name for tag in media.tags.all()]
        rules.change(media, by=by, door=door, details={}, tag_names=[*before, *names])
        count += 1
    return count


@transaction.atomic
def collect(
    chosen: Iterable[Media], *, by: User, door: Door, collection: Collection | None, name: str = ""
) -> tuple[Collection, int]:
    """Put the assets into the collection, or into a new one with this name; how many weren't in it.

    ValidationError and PermissionDenied as the rules of collections raise them.
    """
    collection = collection or collections.create(by=by, door=door, name=name)
    return collection, collections.add(collection, chosen, by=by, door=door)


@transaction.atomic
def delete(chosen: Iterable[Media], *, by: User, door: Door) -> int:
    """Move the assets to the trash; how many."""
    count = 0
    for media in chosen:
        rules.delete(media, by=by, door=door)
        count += 1
    return count
