"""Tags of assets, and how many assets each has."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from .models import Media, Tag

LONGEST = 80


def named(names: Iterable[str]) -> list[Tag]:
    """The tags with these names, in any case; those that don't exist yet are made.

    ValidationError when a name is too long.
    """
    wanted = {name.strip().lower(): name.strip() for name in names if name.strip()}
    if too_long := [name for name in wanted.values() if len(name) > LONGEST]:
        raise ValidationError({"tags": f"A tag has at most {LONGEST} characters: {too_long[0][:40]}…"})
    Tag.objects.bulk_create(
        [Tag(name=wanted[folded]) for folded in wanted.keys() - _folded(wanted)], ignore_conflicts=True
    )
    return list(Tag.objects.alias(folded=Lower("name")).filter(folded__in=wanted))


def replace(media: Media, tags: Sequence[Tag]) -> list[list[str]]:
    """Give the asset exactly these tags; its names before and after, or nothing when they are the same."""
    before = {tag.pk: tag.name for tag in media.tags.all()}
    after = {tag.pk: tag.name for tag in tags}
    if before.keys() == after.keys():
        return []
    media.tags.set(tags)
    recount(before.keys() ^ after.keys())
    return [sorted(before.values()), sorted(after.values())]


def recount(ids: Iterable[int]) -> None:
    """Count again how many assets outside the trash have each of these tags."""
    uses = Tag.objects.filter(pk=OuterRef("pk")).values("pk")
    number = uses.annotate(number=Count("media", filter=Q(media__removed_at=None))).values("number")
    for pk in sorted(ids):  # in one order everywhere, so that two requests never wait for each other
        Tag.objects.filter(pk=pk).update(media_count=Coalesce(Subquery(number), Value(0)))


def _folded(wanted: Iterable[str]) -> set[str]:
    rows = Tag.objects.alias(folded=Lower("name")).filter(folded__in=wanted)
    return {name.lower() for name in rows.values_list("name", flat=True)}
