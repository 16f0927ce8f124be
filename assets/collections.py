"""Rules about collections: creating, changing, filling, deleting. `sharing` has who else may see them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from portal import validation
from portal.api.identifiers import parse
from portal.audit.actions import Action
from portal.audit.record import Door, Target, record
from portal.wording import VendorsWords

from . import history, reindexing
from .models import Change, Collection, CollectionMedia, Media

# What a change may set.
DETAILS = ("name", "description", "is_public", "thumbnail")
LONGEST_DESCRIPTION = 5000
NOT_FOUND = "Collection not found"  # the vendor's words
AT_ONCE = 10_000  # assets that one request may put in or take out
_NOT_YOURS = "Only its owner, and those with whom it is shared for editing, can change this collection."


@transaction.atomic
def create(*, by: User, door: Door, name: str, description: str = "") -> Collection:
    """A new, empty, private collection of `by`'s. ValidationError names the field that is wrong."""
    collection = Collection(owner=by, name=name, description=description)
    _check(collection)
    collection.save()
    return collection


@transaction.atomic
def change(collection: Collection, *, by: User, door: Door, details: Mapping[str, Any]) -> Collection:
    """Change those of `DETAILS` that are given.

    ValidationError names the field; PermissionDenied when `by` may not edit it, or not make it public.
    """
    collection = to_edit(collection, by)
    before = {name: getattr(collection, name) for name in DETAILS}
    for name in DETAILS:
        setattr(collection, name, details.get(name, before[name]))
    _check(collection)
    changed = {name for name in DETAILS if getattr(collection, name) != before[name]}
    if "is_public" in changed:
        require(by, Permission.PUBLISH_COLLECTIONS, "Making collections public")
        action = Action.COLLECTION_PUBLISHED if collection.is_public else Action.COLLECTION_WITHDRAWN
        record(action, by=by, door=door, target=target(collection))
    if changed:
        collection.modified_at = timezone.now()
        collection.save()
    if "is_public" in changed or ("name" in changed and collection.is_public):
        reindexing.after_collecting(collection.media.values_list("pk", flat=True))
    return collection


@transaction.atomic
def delete(collection: Collection, *, by: User, door: Door) -> None:
    """Delete the collection, not its assets. PermissionDenied unless it is `by`'s own."""
    require_owner(collection, by)
    inside = list(collection.media.values_list("pk", flat=True))
    record(Action.COLLECTION_DELETED, by=by, door=door, target=target(collection), assets=len(inside))
    was_public = collection.is_public
    collection.delete()
    if was_public:
        reindexing.after_collecting(inside)


@transaction.atomic
def add(collection: Collection, media: Iterable[Media], *, by: User, door: Door) -> int:
    """Put the assets at the end of the collection; how many weren't in it yet."""
    collection = to_edit(collection, by)
    known = set(collection.media.values_list("pk", flat=True))
    added = [one for one in dict.fromkeys(media) if one.pk not in known]
    CollectionMedia.objects.bulk_create(
        [CollectionMedia(collection=collection, media=one) for one in added], batch_size=1000
    )
    _filled(collection, added, by=by, door=door, change=["", collection.api_id])
    return len(added)


@transaction.atomic
def remove(collection: Collection, media: Iterable[Media], *, by: User, door: Door) -> int:
    """Take the assets out of the collection; how many were in it."""
    collection = to_edit(collection, by)
    inside = set(collection.media.values_list("pk", flat=True))
    removed = [one for one in dict.fromkeys(media) if one.pk in inside]
    collection.collection_media.filter(media__in=removed).delete()
    if collection.thumbnail in removed:
        collection.thumbnail = None
    _filled(collection, removed, by=by, door=door, change=[collection.api_id, ""])
    return len(removed)


def viewed(collection: Collection) -> None:
    """Count that somebody opened the collection."""
    Collection.objects.filter(pk=collection.pk).update(views=F("views") + 1)


def assets_to_add(ids: Sequence[str], *, by: User) -> list[Media]:
    """The assets with these ids, in their order; ValidationError when `by` can't see one of them."""
    found = _visible(ids, by, "added")
    if missing := [text for text in ids if parse(text) not in found]:
        raise ValidationError({"added": f"There is no asset {missing[0][:60]}. Nothing was added."})
    return list(found.values())


def assets_to_remove(ids: Sequence[str], *, by: User) -> list[Media]:
    """The assets with these ids that `by` can see: what isn't there needs no removing."""
    return list(_visible(ids, by, "removed").values())


def may_edit(collection: Collection, by: User) -> bool:
    """Whether it is `by`'s own, or shared with them for editing."""
    return bool(Collection.objects.editable_by(by).filter(pk=collection.pk).exists())


def require_owner(collection: Collection, by: User) -> None:
    """PermissionDenied unless the collection is `by`'s own."""
    if collection.owner_id != by.pk:
        message = f"Only its owner, {collection.owner.full_name}, can delete this collection."
        raise PermissionDenied(message)


def require_edit(collection: Collection, by: User) -> None:
    """PermissionDenied unless `by` may edit the collection."""
    if not may_edit(collection, by):
        raise PermissionDenied(_NOT_YOURS)


def to_edit(collection: Collection, by: User) -> Collection:
    """The collection as it is now, kept from other writers for the transaction; refuses as `require_edit`."""
    found: Collection | None = (
        Collection.objects.editable_by(by).select_for_update().filter(pk=collection.pk).first()
    )
    if found is None:
        raise PermissionDenied(_NOT_YOURS)
    return found


def target(collection: Collection) -> Target:
    """How the audit log refers to the collection."""
    return Target("collection", collection.api_id, collection.name)


def _visible(ids: Sequence[str], by: User, field: str) -> dict[UUID, Media]:
    if len(ids) > AT_ONCE:
        raise ValidationError({field: f"Send at most {AT_ONCE} assets at once."})
    found = {media.uuid: media for media in Media.objects.visible_to(by).with_ids(ids)}
    return {key: found[key] for text in ids if (key := parse(text)) and key in found}


def _filled(
    collection: Collection, media: Sequence[Media], *, by: User, door: Door, change: list[str]
) -> None:
    if media:
        collection.modified_at = timezone.now()
        collection.save(update_fields=["modified_at", "thumbnail"])
        details = {one.pk: {history.COLLECTION: change} for one in media}
        history.write_all(Change.CHANGED, details, by=by, door=door)
        if collection.is_public:
            reindexing.after_collecting(details)


def _check(collection: Collection) -> None:
    collection.name = " ".join(collection.name.split())
    if not collection.name:
        raise VendorsWords({"name": "Collection name can't be empty"})
    if len(collection.description) > LONGEST_DESCRIPTION:
        raise ValidationError({"description": f"A description has at most {LONGEST_DESCRIPTION} characters."})
    if collection.thumbnail and not collection.media.filter(pk=collection.thumbnail.pk).exists():
        raise ValidationError({"thumbnail": "Choose one of the collection's assets, or add it first."})
    collection.clean_fields(exclude=validation.unchanged(collection))
