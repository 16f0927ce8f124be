"""Tags of assets, and how many assets each has."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from portal.visible_text import validate_line

from .models import Media, Tag

LONGEST = 80
AT_ONCE = 1000  # each is counted by itself, while nobody else can write to SQLite
_SEES_EVERYTHING = frozenset(
    {
        Permission.VIEW_ASSETS,
        Permission.VIEW_ARCHIVED,
        Permission.VIEW_LIMITED,
        Permission.VIEW_EMBARGOED,
        Permission.UPLOAD_ASSETS,
        Permission.MANAGE_METAPROPERTIES,
    }
)


def folded(name: str) -> str:
    """What names of the same tag have in common: blanks around them and the case of letters don't count."""
    return unicodedata.normalize("NFC", name.strip().casefold())


def existing(names: Iterable[str]) -> list[Tag]:
    """The tags with these names, in any case; there may be fewer than names."""
    return list(Tag.objects.filter(folded__in=set(map(folded, names))))


def named(names: Iterable[str]) -> list[Tag]:
    """The tags with these names, in any case; those that don't exist yet are made.

    ValidationError when there are too many, or a name is too long or isn't what others read.
    """
    wanted = {folded(name): name.strip() for name in names if name.strip()}
    if len(wanted) > AT_ONCE:
        raise ValidationError({"tags": f"Send at most {AT_ONCE} tags."})
    if too_long := [name for name in wanted.values() if len(name) > LONGEST]:
        raise ValidationError({"tags": f"A tag has at most {LONGEST} characters: {too_long[0][:40]}…"})
    known = {tag.folded for tag in existing(wanted)}
    missing = [Tag(name=name, folded=key) for key, name in wanted.items() if key not in known]
    for tag in missing:
        try:
            validate_line(tag.name)
        except ValidationError as error:
            raise ValidationError({"tags": error.messages}) from error
    Tag.objects.bulk_create(missing, ignore_conflicts=True)
    return existing(wanted)


def replace(media: Media, tags: Sequence[Tag]) -> list[list[str]]:
    """Give the asset, which is not in the trash, exactly these tags.

    Its names before and after, or nothing when they are the same.
    """
    before = {tag.pk: tag.name for tag in media.tags.all()}
    after = {tag.pk: tag.name for tag in tags}
    if before.keys() == after.keys():
        return []
    media.tags.set(tags)
    count(after.keys() - before.keys(), 1)
    count(before.keys() - after.keys(), -1)
    return [sorted(before.values()), sorted(after.values())]


def visible_to(user: User) -> QuerySet[Tag]:
    """The tags of assets that `user` may see, and those that no asset has, not even a deleted one.

    Each with the `number` of assets that have it and that `user` may see.
    """
    if user.permissions >= _SEES_EVERYTHING:
        known: QuerySet[Tag] = Tag.objects.annotate(number=F("media_count"))
        return known
    having = Media.tags.through.objects.filter(tag=OuterRef("pk"))
    uses = having.filter(media__in=Media.objects.visible_to(user))
    number = uses.order_by().values("tag").annotate(number=Count("*")).values("number")
    seen: QuerySet[Tag] = Tag.objects.filter(~Exists(having) | Exists(uses))
    return seen.annotate(number=Coalesce(Subquery(number), Value(0)))


def count(ids: Iterable[int], difference: int) -> None:
    """An asset more or less has each of these tags."""
    for pk in sorted(ids):  # in one order everywhere, so that two requests never wait for each other
        Tag.objects.filter(pk=pk).update(media_count=F("media_count") + difference)


def recount(ids: Iterable[int]) -> None:
    """Count again how many assets outside the trash have each of these tags; as slow as they are many."""
    uses = Tag.objects.filter(pk=OuterRef("pk")).values("pk")
    number = uses.annotate(number=Count("media", filter=Q(media__removed_at=None))).values("number")
    for pk in sorted(ids):
        Tag.objects.filter(pk=pk).update(media_count=Coalesce(Subquery(number), Value(0)))
