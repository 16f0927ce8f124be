"""The history of an asset: who did what to it, and through which page or token."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from portal.audit.record import Actor, Door

from .models import Change, Collection, HistoryEntry, Media, Metaproperty
from .models.history import Twins
from .models.media import restricted_options_hidden_from
from .values import IN_HISTORY

SAME_FILE = "same_file_as"  # the fact that other assets have the very same file: their ids
COLLECTION = "collection"  # the change of which collection the asset is in: ids
UNSEEN_COLLECTION = "one that is hidden from you, or gone"


def write(change: Change, media: Media, *, by: Actor, door: Door, **details: Any) -> HistoryEntry:
    """Append an entry; call it in the transaction of the change. `details` are JSON values."""
    entry = _entry(change, media.pk, details, by=by, door=door)
    entry.save()
    return entry


def write_all(change: Change, details: Mapping[int, dict[str, Any]], *, by: Actor, door: Door) -> None:
    """Append an entry for each asset, by primary key; as `write`, for what happens to many at once."""
    HistoryEntry.objects.bulk_create(
        [_entry(change, pk, found, by=by, door=door) for pk, found in details.items()], batch_size=500
    )


def newest(media: Media, user: User, number: int) -> list[HistoryEntry]:
    """At most `number` entries, without the answers, and the options of answers, that are hidden from `user`.

    What a metaproperty that has gone said is for those who manage them: nobody else can be told whether
    it was hidden. Assets with the same file are an entry's `twins`; collections are named to those who
    see them now.
    """
    entries = list(HistoryEntry.objects.filter(media=media)[:number])
    if not user.has_perm(Permission.MANAGE_METAPROPERTIES):
        known = {""} | {key for found in Metaproperty.objects.visible_to(user) for key in _keys(found)}
        restricted = restricted_options_hidden_from(user).select_related("metaproperty")
        hidden = {(key, option.name) for option in restricted for key in _keys(option.metaproperty)}
        for entry in entries:
            entry.details = {
                name: _without(_answered(name), change, hidden)
                for name, change in entry.details.items()
                if _answered(name) in known
            }
    _find_twins(entries, user)
    _name_collections(entries, user)
    return entries


def _keys(metaproperty: Metaproperty) -> tuple[str, str]:
    """What entries may know the metaproperty by: its id, or, in those that have none, its name."""
    return metaproperty.api_id, metaproperty.name


def _answered(field: str) -> str:
    """The key of the metaproperty whose answer the field is; empty when it is something else."""
    return field.rpartition(":")[2].removeprefix(IN_HISTORY) if field.startswith(IN_HISTORY) else ""


def _without(key: str, change: Any, hidden: Container[tuple[str, str]]) -> Any:
    """The change of the metaproperty's answer without the names of options that are hidden."""
    if not (key and isinstance(change, list)):
        return change
    return [
        [name for name in side if (key, name) not in hidden] if isinstance(side, list) else side
        for side in change
    ]


def _find_twins(entries: Iterable[HistoryEntry], user: User) -> None:
    """Turn the ids in the entries' details into assets, as far as `user` may know of them; one query."""
    ids = {entry: found for entry in entries if (found := entry.details.pop(SAME_FILE, None))}
    if ids:
        rows = Media.objects.visible_to(user).with_ids(one for found in ids.values() for one in found)
        known = {media.api_id: media for media in rows.only("uuid", "name", "file_name")}
        for entry, found in ids.items():
            seen = [known[one] for one in found if one in known]
            entry.twins = Twins(seen, more=len(found) - len(seen))


def _name_collections(entries: Iterable[HistoryEntry], user: User) -> None:
    """Turn the ids in the entries' details into the names of collections that `user` sees; one query.

    Entries from before there were ids have names, which are told as if they were ids.
    """
    changes = {entry: found for entry in entries if (found := entry.details.get(COLLECTION))}
    if changes:
        texts = {text for found in changes.values() for text in found}
        seen = Collection.objects.visible_to(user)
        rows = seen.with_ids(texts) | seen.filter(name__in=texts)
        names = {key: one.name for one in rows for key in (one.api_id, one.name)} | {"": ""}
        for entry, found in changes.items():
            entry.details[COLLECTION] = [names.get(text, UNSEEN_COLLECTION) for text in found]


def _entry(change: Change, pk: int, details: dict[str, Any], *, by: Actor, door: Door) -> HistoryEntry:
    return HistoryEntry(
        media_id=pk,
        at=door.moment,
        change=change,
        user_id=by.audit_id,
        user_name=by.audit_name[:254],
        door=door.kind,
        key_id=door.key_id,
        details=details,
    )
