"""What a keyword asks for, in the language of the vendor's search bar (its help article on searching).

Words are found by their beginnings, and all of them must be. `"Boston skyline"` is found as it is
written. AND, OR and NOT in capitals and parentheses combine them. What means nothing is passed over.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Lookup, Q

from .search_index import pair, words

MOST = 20  # words that count, and sets of them that must be found together
_DEEPEST = 20  # parentheses
_PIECES = re.compile(r'"[^"]*"|[()]|[^\s()"]+')


def condition(keyword: str) -> Q:
    """What must be true of an asset that `keyword` finds; empty if there is no word in it."""
    return _Reader(_pieces(keyword)).any()


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
    def __init__(self, pieces: Iterable[str]) -> None:
        self._left = deque(pieces)
        self._known: set[_Term] = set()
        self._sets = 0

    def any(self) -> Q:
        """What stands between parentheses, or in the whole keyword."""
        found = self._all()
        while self._next_is("OR"):
            self._left.popleft()
            found |= self._all()
        return found

    def _all(self) -> Q:
        """What stands together, with AND or nothing between: its words are one question to the index."""
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
                    part = self._having(self._counting(piece))
                case _:
                    together |= self._counting(piece)
            found &= ~part if is_negated else part
            is_negated = False
        return self._having(together) & found

    def _inside(self) -> Q:
        found = self.any()
        if self._left:
            self._left.popleft()  # the parenthesis that closes
        return found

    def _having(self, terms: dict[_Term, None]) -> Q:
        if not terms or self._sets == MOST:
            return Q()
        self._sets += 1
        return Q(_HasTerms(F("search_words"), list(terms)))

    def _counting(self, piece: str) -> dict[_Term, None]:
        """The terms of a word or phrase, as far as they are among the first."""
        terms = dict.fromkeys(_terms(piece))
        for term in terms:
            if len(self._known) < MOST:
                self._known.add(term)
        return {term: None for term in terms if term in self._known}

    def _next_is(self, *pieces: str) -> bool:
        return bool(self._left) and self._left[0] in pieces


def _terms(piece: str) -> list[_Term]:
    found = words(piece)
    if not piece.startswith('"'):
        return [_Term(word) for word in found]
    if len(found) == 1:
        return [_Term(found[0], is_whole=True)]
    return [_Term(pair(*neighbours), is_whole=True) for neighbours in pairwise(found)]


class _HasTerms(Lookup):
    """Whether each of these terms is among the `Media.search_words`; the full-text index knows."""

    lookup_name = "has_terms"
    prepare_rhs = False
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, _ = self.process_lhs(compiler, connection)
        query = " & ".join(f"'{term.text}'" if term.is_whole else f"'{term.text}':*" for term in self.rhs)
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", (query,)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        key = f"{connection.ops.quote_name(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        query = " ".join(f'"{term.text}"' if term.is_whole else f'"{term.text}"*' for term in self.rhs)
        return f"{key} IN (SELECT rowid FROM assets_search WHERE assets_search MATCH %s)", (query,)
