"""What the full-text index reads: the words by which an asset can be found.

Words are made the same here for every database: lower case, without accents, split at whatever is
neither letter nor digit. So PostgreSQL and SQLite, which then only split at blanks, agree. A word is
found by its beginning, so the index also has what begins inside of words: `HarbourBridge2041` is
`harbourbridge2041`, `bridge2041` and `2041`. And it has pairs of words, so that phrases are found.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, pairwise

from django.db import transaction
from django.db.models import F

from .models import AccessRight, CollectionMedia, Media, MediaItem, MediaOption, MediaText
from .models.media import MediaQuerySet

BATCH = 1000
MOST_BYTES = 1_000_000  # of an asset's words: PostgreSQL's index mixes up what is more
_LONGEST = 60  # characters of a word that count
_separators = re.compile(r"[\W_]+")
_JOINT = "\ue000"  # of a pair: no character of a word, but SQLite's index doesn't split at it


def words(text: str) -> list[str]:
    """The words of `text` as they are searched for."""
    return [_folded(word) for word in _split(text)]


def beginnings(text: str) -> Iterator[str]:
    """All that the words of `text` are found by the beginning of: the words, and what begins inside them."""
    for word in _split(text):
        for start in range(len(word)):
            if _begins(word, start):
                yield _folded(word[start : start + _LONGEST])


def pair(first: str, second: str) -> str:
    """Two of the `words` of a text, one after the other, as the index has them."""
    return f"{first}{_JOINT}{second}"


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in _separators.split(plain) if word]


def _folded(word: str) -> str:
    return word[:_LONGEST].casefold()


def _begins(word: str, at: int) -> bool:
    """Whether something begins at this letter: a capital after a small one, a number, what follows one."""
    if at == 0:
        return True
    before, here = word[at - 1], word[at]
    return (
        begins_anywhere(here)
        or here.isdecimal() != before.isdecimal()
        or (before.islower() and here.isupper())
    )


def begins_anywhere(letter: str) -> bool:
    """Whether the letter may begin something wherever it stands: it is of a script without capitals.

    These often have no blanks between words.
    """
    return unicodedata.category(letter) == "Lo"


@transaction.atomic(savepoint=False)
def refresh(ids: Collection[int]) -> None:
    """Make the assets with these primary keys findable by what they are now; ten queries, however many."""
    # Locked before their texts are read: who changes one meanwhile comes after, not in between.
    rows = list(
        Media.objects.filter(pk__in=ids).order_by("pk").select_for_update().only("pk", "search_words")
    )
    texts: dict[int, list[str]] = defaultdict(list)
    for values in _texts(ids):
        media_id, *found = values
        texts[media_id].extend(filter(None, found))
    for media in rows:
        media.search_words = _joined(texts[media.pk])
    Media.objects.bulk_update(rows, ["search_words"], batch_size=500)


def _joined(texts: Collection[str]) -> str:
    """What the texts are found by: words first, and short texts first, as what is too much is left out."""
    by_length = sorted(texts, key=len)
    single = (word for text in by_length for word in beginnings(text))
    pairs = (pair(*neighbours) for text in by_length for neighbours in pairwise(words(text)))
    found: dict[str, None] = {}
    left = MOST_BYTES
    for word in chain(single, pairs):
        if word not in found:
            left -= len(word.encode()) + 1
            if left < 0:
                break
            found[word] = None
    return " ".join(found)


def refresh_each(media: MediaQuerySet) -> int:
    """Make each of these assets findable by what it is now, in batches; how many there are."""
    total = last = 0
    while keys := list(media.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        refresh(keys)
        total, last = total + len(keys), keys[-1]
    return total


def _texts(ids: Collection[int]) -> Iterable[tuple[int, *tuple[str, ...]]]:
    media = Media.objects.filter(pk__in=ids)
    yield from media.values_list("pk", "name", "description", "copyright", "file_name", "extension")
    yield from media.filter(tags__isnull=False).values_list("pk", "tags__name")
    yield from MediaItem.objects.filter(media__in=ids).values_list("media_id", "file_name")
    # An answer that is hidden from somebody finds nothing, for anybody: the index is one for all.
    hidden = AccessRight.objects.filter(metaproperty__isnull=False).values("metaproperty")
    chosen = MediaOption.objects.filter(media__in=ids).exclude(option__metaproperty__in=hidden)
    yield from chosen.values_list("media_id", "option__name", "option__label")
    written = MediaText.objects.filter(media__in=ids).exclude(metaproperty__in=hidden)
    yield from written.values_list("media_id", "value")
    # A private collection's name is for its owner and those it is shared with.
    public = CollectionMedia.objects.filter(media__in=ids, collection__is_public=True)
    yield from public.values_list("media_id", F("collection__name"))
