"""What a keyword asks for, in the language of the vendor's search bar (its help article on searching).

Words are found by their beginnings, and all of them must be. Words in quotation marks are found whole,
each two neighbours side by side. AND, OR and NOT in capitals and parentheses combine them. What means
nothing is passed over.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Lookup, Q

from .search_index import begins_anywhere, pair, words

_MOST_TERMS = 20  # different words and pairs of words that count
_MOST_PLACES = 100  # where they may stand
_DEEPEST = 20  # parentheses
_PIECES = re.compile(r'"[^"]*"|[()]|[^\s()"]+')


def condition(keyword: str) -> Q:
    """What must be true of an asset that `keyword` finds; empty if there is no word in it."""
    wanted = _Reader(_pieces(keyword)).any()
    # In a tuple, since Django would take a Q for a condition on columns.
    return Q(_Finds(F("search_words"), (wanted,))) if wanted else Q()


def _pieces(keyword: str) -> Iterator[str]:
    """Words, phrases and parentheses, but for those that close nothing or are too deep."""
    depth = 0
    for piece in _PIECES.findall(keyword):
        if piece == "(":
            depth += 1
        if piece not in ("(", ")") or 0 < depth <= _DEEPEST:
            yield piece
        if piece == ")":
            depth = max(0, depth - 1)


class _Term(NamedTuple):
    """A word, or a pair of them that follow each other; only its beginning unless it `is_whole`."""

    text: str
    is_whole: bool = False


class _Reader:
    """Makes a tree of terms: a Q whose leaves are terms, which knows how AND, OR and NOT combine."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._left = deque(pieces)
        self._known: set[_Term] = set()
        self._places = 0

    def any(self) -> Q:
        """What stands between parentheses, or in the whole keyword."""
        found = self._all()
        while self._next_is("OR"):
            self._left.popleft()
            found |= self._all()
        return found

    def _all(self) -> Q:
        """What stands together, with AND or nothing between; each of its words counts once."""
        found, together, is_negated = Q(), dict[_Term, None](), False
        while self._left and not self._next_is("OR", ")"):
            part = Q()
            match piece := self._left.popleft():
                case "AND":
                    continue
                case "NOT":
                    is_negated = not is_negated
                    continue
                case "(":
                    part = self._inside()
                case _ if is_negated:
                    part = self._placed(_terms(piece))
                case _:
                    together |= dict.fromkeys(_terms(piece))
            found &= ~part if is_negated else part
            is_negated = False
        return self._placed(together) & found

    def _inside(self) -> Q:
        found = self.any()
        if self._left:
            self._left.popleft()  # the parenthesis that closes
        return found

    def _placed(self, terms: Iterable[_Term]) -> Q:
        """All of the terms, as far as they count."""
        counting = []
        for term in terms:
            if len(self._known) < _MOST_TERMS:
                self._known.add(term)
            if term in self._known and self._places < _MOST_PLACES:
                self._places += 1
                counting.append(term)
        return Q(*counting)

    def _next_is(self, *pieces: str) -> bool:
        return bool(self._left) and self._left[0] in pieces


def _terms(piece: str) -> list[_Term]:
    found = words(piece)
    if not piece.startswith('"'):
        return [_Term(word) for word in found]
    if len(found) == 1:
        return [_Term(found[0], is_whole=not any(map(begins_anywhere, found[0])))]
    return [_Term(pair(*neighbours), is_whole=True) for neighbours in pairwise(found)]


class _Index(NamedTuple):
    """How a full-text index is asked: a word, a beginning, and what combines questions."""

    word: str
    beginning: str
    both: str
    either: str
    but_not: str

    def question(self, wanted: Any) -> tuple[str, bool]:
        """A tree of terms, or one of them, as a question, and whether it finds what is not wanted."""
        if isinstance(wanted, _Term):
            return (self.word if wanted.is_whole else self.beginning).format(wanted.text), False
        is_or = wanted.connector == Q.OR
        parts = [self.question(child) for child in wanted.children]
        # Some of these and not some of those: with OR, it is what isn't wanted that can be said so.
        these = [text for text, is_negated in parts if is_negated == is_or]
        those = [text for text, is_negated in parts if is_negated != is_or]
        any_of_those = f"({self.either.join(those)})"
        if not these:
            return any_of_those, wanted.negated == is_or
        text = self.both.join(these) + (f"{self.but_not}{any_of_those}" if those else "")
        return f"({text})", wanted.negated != is_or


_SQLITE = _Index('"{}"', '"{}"*', " AND ", " OR ", " NOT ")
_POSTGRESQL = _Index("'{}'", "'{}':*", " & ", " | ", " & !")


class _Finds(Lookup):
    """Whether a tree of terms is true of the `Media.search_words`; the full-text index knows."""

    lookup_name = "finds"
    prepare_rhs = False
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        question, is_negated = _POSTGRESQL.question(*self.rhs)
        column, _ = self.process_lhs(compiler, connection)
        found = "array_to_tsvector(string_to_array({}, ' ')) @@ %s::tsquery"
        if not is_negated:
            return found.format(column), (question,)
        others = f"SELECT id FROM assets_media WHERE {found.format('search_words')}"
        return f"{self._key(connection)} NOT IN ({others})", (question,)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        question, is_negated = _SQLITE.question(*self.rhs)
        found = "SELECT rowid FROM assets_search WHERE assets_search MATCH %s"
        return f"{self._key(connection)} {'NOT ' if is_negated else ''}IN ({found})", (question,)

    def _key(self, connection: Any) -> str:
        return f"{connection.ops.quote_name(self.lhs.alias)}.{connection.ops.quote_name('id')}"
