"""Tags of assets, and how many assets each has."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

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


def replace(media: Media, tags: Collection[Tag]) -> list[list[str]]:
    """Give the asset, which is not in the trash, exactly these tags.

    Its names before and after, or nothing when they are the same.
    """
    before = set(media.tags.all())
    changes = change([media.pk], added=set(tags) - before, removed=before - set(tags))
    return changes.get(media.pk, [])


def change(
    media: Collection[int], *, added: Collection[Tag] = (), removed: Collection[Tag] = ()
) -> dict[int, list[list[str]]]:
    """Give the assets with these primary keys, none of them in the trash, some tags, and take others.

    Primary key of each that changes → the names of its tags before and after. A few queries, and one
    for each tag.
    """
    links = Media.tags.through
    had: dict[int, dict[int, str]] = {pk: {} for pk in media}
    for pk, tag, name in links.objects.filter(media__in=media).values_list("media", "tag", "tag__name"):
        had[pk][tag] = name
    new, gone = {tag.pk: tag.name for tag in added}, {tag.pk for tag in removed}
    missing = [(pk, tag) for pk, before in had.items() for tag in new.keys() - before.keys()]
    surplus = [(pk, tag) for pk, before in had.items() for tag in gone & before.keys()]
    if missing:
        links.objects.bulk_create([links(media_id=pk, tag_id=tag) for pk, tag in missing], batch_size=500)
    if surplus:
        links.objects.filter(media__in=media, tag__in=gone).delete()
    differences = Counter(tag for _, tag in missing)
    differences.subtract(tag for _, tag in surplus)
    _count(differences)
    return {
        pk: [sorted(before.values()), sorted(after.values())]
        for pk, before in had.items()
        if (after := {tag: name for tag, name in (before | new).items() if tag not in gone}) != before
    }


def count(media: Collection[int], difference: int) -> None:
    """Count the assets with these primary keys among those with their tags (1), or no more (-1)."""
    uses = Counter(Media.tags.through.objects.filter(media__in=media).values_list("tag", flat=True))
    _count({tag: number * difference for tag, number in uses.items()})


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


def recount(ids: Iterable[int]) -> None:
    """Count again how many assets outside the trash have each of these tags; as slow as they are many."""
    uses = Tag.objects.filter(pk=OuterRef("pk")).values("pk")
    number = uses.annotate(number=Count("media", filter=Q(media__removed_at=None))).values("number")
    for pk in sorted(ids):
        Tag.objects.filter(pk=pk).update(media_count=Coalesce(Subquery(number), Value(0)))


def _count(differences: Mapping[int, int]) -> None:
    """So many assets more have each of these tags, or fewer."""
    for pk in sorted(differences):  # in one order everywhere, so that two requests never wait for each other
        Tag.objects.filter(pk=pk).update(media_count=F("media_count") + differences[pk])
