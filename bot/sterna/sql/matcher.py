"""Where a pattern fits a statement, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sterna.sql.normal import ELLIPSIS
from sterna.sql.tokens import NAME, NUMBER, STRING, WORD, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sterna.sql.normal import Word, Words

_RESERVED: Final = word_set(
    """
    ALL AND ANY AS ASC CASE CAST CHECK COLLATE COLUMN CONCURRENTLY CONSTRAINT CREATE DEFAULT DESC DISTINCT ELSE END
    EXCEPT FOR FOREIGN FROM GRANT GROUP HAVING IF IN INTO LIMIT NOT NULL ON OR ORDER PRIMARY REFERENCES SELECT SET
    TABLE THEN TO UNION UNIQUE USING WHEN WHERE WITH
    """
)
"""Words that are no name unless quoted: PostgreSQL's reserved words as far as they stand where a name may stand."""
_LONG_TYPES: Final = {
    "DOUBLE": ("PRECISION",),
    "CHARACTER": ("VARYING",),
    "CHAR": ("VARYING",),
    "BIT": ("VARYING",),
    "NATIONAL": ("CHARACTER", "CHAR"),
}
_EXPRESSIONS: Final = ("expression", "value", "default")
_LISTS: Final = ("columns", "values", "list")
_REST: Final = "rest"
GAPS: Final = "..."
"""The hole that holds what no hole holds."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern fits: what each named hole holds, as it stands in the statement (`"public"."users"`).

    Under `GAPS` are the words that its gaps passed over, in one form; there is none where they passed over nothing.
    """

    holes: Mapping[str, str]


class Matcher:
    """One attempt to find a pattern in a statement.

    `_dead` holds the pairs of positions from which nothing was found, `_hopeless` and `_spent` where gaps and
    expressions need not look again: each word is looked at a few times for each word of the pattern, and no more.
    """

    def __init__(self, pattern: Words, statement: Words) -> None:
        """Begin at the first word of both."""
        self._pattern = pattern.words
        self._statement = statement
        self._words = statement.words
        self._closes = statement.closes
        self._skips = statement.skips
        self._around = statement.around
        self._hopeless: dict[tuple[int, int], int] = {}
        self._spent: dict[tuple[int, int], tuple[int, int]] = {}
        self._dead: set[tuple[int, int]] = set()
        self._holes: dict[str, str] = {}
        self._passed: list[str] = []
        self._held: dict[str, tuple[str, ...]] = {}

    def run(self) -> Match | None:
        """Return the match with the whole statement, or None."""
        if not self._from(0, 0):
            return None
        # The last gap is the first to know where it ends.
        return Match(self._holes | ({GAPS: " ".join(reversed(self._passed))} if self._passed else {}))

    def _from(self, at: int, place: int) -> bool:
        if at == len(self._pattern):
            while place in self._skips:
                place = self._skips[place]
            return place == len(self._words)
        chain: list[int] = []
        while (at, place) not in self._dead:
            chain.append(place)
            if place not in self._skips:
                break
            place = self._skips[place]
        # A hole is never meant for the noise itself, a word of the pattern may be.
        if is_hole(self._pattern[at]):
            chain.reverse()
        if any(self._here(at, one) for one in chain):
            return True
        self._dead.update((at, one) for one in chain)
        return False

    def _here(self, at: int, place: int) -> bool:
        word = self._pattern[at]
        if word.sort == ELLIPSIS:
            return self._gap(at, place)
        name = word.key[1:].lower() if is_hole(word) else ""
        if name.rpartition("_")[2] == _REST:
            self._holes.setdefault(name, self._statement.source(place, len(self._words)))
            return self._from(at + 1, len(self._words))
        if place >= len(self._words):
            return False
        if is_hole(word):
            return self._hole(at, place, name)
        return _same(word, self._words[place]) and self._from(at + 1, place + 1)

    def _gap(self, at: int, place: int) -> bool:
        if at + 1 == len(self._pattern):
            self._pass(place, len(self._words))
            return True
        # What a gap does not find from one word on, it does not find from a later one between the same brackets.
        bracket = (at, self._around[place] if place < len(self._words) else -1)
        if place >= self._hopeless.get(bracket, len(self._words) + 1):
            return False
        start = place
        while not self._from(at + 1, place):
            if place >= len(self._words) or _closing(self._words[place]):
                self._hopeless[bracket] = start
                return False
            place = self._closes.get(place, place) + 1
        self._pass(start, place)
        return True

    def _pass(self, start: int, end: int) -> None:
        if start < end:
            self._passed.append(" ".join(word.key for word in self._words[start:end]))

    def _hole(self, at: int, place: int, name: str) -> bool:
        kind = name.rpartition("_")[2]
        # As with gaps: the ends of a later place are among the ends of an earlier one between the same commas.
        bracket = (at, self._around[place])
        start, stop = self._spent.get(bracket, (0, 0))
        if start < place < stop:
            return False
        end = place
        for end in self._ends(place, kind):
            if self._from(at + 1, end):
                if name:
                    self._holes.setdefault(name, self._statement.source(place, end))
                return not name or self._twice(name, place, end)
        if kind in _EXPRESSIONS or kind in _LISTS:
            self._spent[bracket] = (place, end)
        return False

    def _twice(self, name: str, place: int, end: int) -> bool:
        """Tell whether a hole that stands twice in the pattern holds the same both times."""
        keys = tuple(word.key for word in self._words[place:end])
        return self._held.setdefault(name, keys) == keys

    def _ends(self, place: int, kind: str) -> Iterable[int]:
        if kind in _EXPRESSIONS or kind in _LISTS:
            return self._expression_ends(place, commas=kind in _LISTS)
        if kind == "type":
            return self._type_ends(place)
        if kind == "words":
            return self._word_ends(place)
        word = self._words[place]
        if word.sort in (STRING, NUMBER):
            return [place + 1]
        end = self._name_end(place)
        return [end] if end > place else []

    def _name_end(self, place: int) -> int:
        if not _nameable(self._words[place]):
            return place
        end = place + 1
        while end + 1 < len(self._words) and self._words[end].key == "." and self._words[end + 1].sort in (WORD, NAME):
            end += 2
        return end

    def _expression_ends(self, place: int, *, commas: bool) -> Iterator[int]:
        while place < len(self._words):
            word = self._words[place]
            if _closing(word) or (word.key == "," and not commas):
                break
            place = self._closes.get(place, place) + 1
            yield place

    def _word_ends(self, place: int) -> Iterator[int]:
        while place < len(self._words) and self._words[place].sort == WORD:
            place += 1
            yield place

    def _type_ends(self, place: int) -> list[int]:
        end = self._name_end(place)
        if end == place:
            return []
        first = self._words[place].key
        keys = [word.key for word in self._words[place : place + 8]]
        if end == place + 1 and len(keys) > 1 and keys[1] in _LONG_TYPES.get(first, ()):
            end += 1
        if end < len(self._words) and self._words[end].key == "(":
            end = self._closes[end] + 1
        if first in ("TIME", "TIMESTAMP"):
            zone = [word.key for word in self._words[end : end + 3]]
            if zone[1:] == ["TIME", "ZONE"] and zone[0] in ("WITH", "WITHOUT"):
                end += 3
        while end < len(self._words) and self._words[end].key == "[":
            end = self._closes[end] + 1
        return [end]


def is_hole(word: Word) -> bool:
    """Tell whether a word of a pattern is a hole."""
    return word.sort == WORD and word.key[0] == "_"


def _same(pattern: Word, word: Word) -> bool:
    if pattern.sort == WORD and word.sort == NAME:
        # A small word in a pattern is a name or a type, and a name may be quoted.
        return False
    return pattern.key == word.key


def _closing(word: Word) -> bool:
    return word.key in (")", "]")


def _nameable(word: Word) -> bool:
    return word.sort == NAME or (word.sort == WORD and word.key not in _RESERVED)
