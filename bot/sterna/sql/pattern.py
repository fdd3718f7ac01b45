"""SQL with holes: what a rule page says a hazard looks like.

A pattern is SQL. What is written in it must be there, in any case; and

- `_` and `_table`, `_column`, `_anything` are a name, dots included, or one string or number;
- `_type` is a type with its brackets, `_value` and `_expression` anything without a comma outside brackets,
  `_columns`, `_values` and `_list` anything at all; what a hole's name ends with decides;
- a hole with a name that stands twice has to hold the same both times;
- `...` is the rest, or a gap, brackets kept whole;
- `IF EXISTS`, `IF NOT EXISTS`, `ONLY`, `OR REPLACE` and `CONSTRAINT name` may stand in the statement unasked.

Matching takes time in proportion to the pattern times the statement, whatever either holds, and never raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sterna.sql.normal import ELLIPSIS, Unreadable, Word, Words, normal
from sterna.sql.tokens import NAME, NUMBER, STRING, WORD, word_set

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


class PatternError(ValueError):
    """Raised for a pattern that is not one; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern in its normal form, and the words and signs that a statement has to have to fit."""

    words: Words
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern fits: what each named hole holds, as it stands in the statement (`"public"."users"`).

    Under `GAPS` are the words that its gaps passed over, in one form; there is none where they passed over nothing.
    """

    holes: Mapping[str, str]


def fits(pattern: str, statement: Words) -> Match | None:
    """Return the match of a pattern with a whole statement, or None; raise PatternError."""
    compiled = compiled_pattern(pattern)
    # Nearly all questions end here: a word of the pattern is not in the statement at all.
    if not compiled.said <= statement.keys:
        return None
    if pattern not in statement.answers:
        found = _Matcher(compiled.words, statement).run()
        statement.answers[pattern] = None if found is None else Match(found)
    answer: Match | None = statement.answers[pattern]
    return answer


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> Compiled:
    """Read a pattern; raise PatternError when it is empty, unreadable, or nothing but holes."""
    try:
        compiled = normal(pattern)
    except Unreadable as error:
        raise PatternError(f"The pattern cannot be read: {error}.") from error
    if not any(word.sort == WORD and not _is_hole(word) for word in compiled.words):
        raise PatternError("The pattern says nothing: it has no word of SQL.")
    if any(
        one.sort == ELLIPSIS and other.sort == ELLIPSIS
        for one, other in zip(compiled.words, compiled.words[1:], strict=False)
    ):
        raise PatternError("The pattern has two gaps beside each other.")
    said = (word.key for word in compiled.words if word.sort != ELLIPSIS and not _is_hole(word))
    return Compiled(compiled, frozenset(said))


class _Matcher:
    """One attempt.

    `dead` holds the pairs of positions from which nothing was found, `hopeless` and `spent` where gaps and expressions
    need not look again: each word is looked at a few times for each word of the pattern, and no more.
    """

    def __init__(self, pattern: Words, statement: Words) -> None:
        self.pattern = pattern.words
        self.statement = statement
        self.words = statement.words
        self.closes = statement.closes
        self.skips = statement.skips
        self.around = statement.around
        self.hopeless: dict[tuple[int, int], int] = {}
        self.spent: dict[tuple[int, int], tuple[int, int]] = {}
        self.dead: set[tuple[int, int]] = set()
        self.holes: dict[str, str] = {}
        self.passed: list[str] = []
        self.held: dict[str, tuple[str, ...]] = {}

    def run(self) -> dict[str, str] | None:
        if not self._from(0, 0):
            return None
        # The last gap is the first to know where it ends.
        return self.holes | ({GAPS: " ".join(reversed(self.passed))} if self.passed else {})

    def _from(self, at: int, place: int) -> bool:
        if at == len(self.pattern):
            while place in self.skips:
                place = self.skips[place]
            return place == len(self.words)
        chain: list[int] = []
        while (at, place) not in self.dead:
            chain.append(place)
            if place not in self.skips:
                break
            place = self.skips[place]
        # A hole is never meant for the noise itself, a word of the pattern may be.
        if _is_hole(self.pattern[at]):
            chain.reverse()
        if any(self._here(at, one) for one in chain):
            return True
        self.dead.update((at, one) for one in chain)
        return False

    def _here(self, at: int, place: int) -> bool:
        word = self.pattern[at]
        if word.sort == ELLIPSIS:
            return self._gap(at, place)
        name = word.key[1:].lower() if _is_hole(word) else ""
        if name.rpartition("_")[2] == _REST:
            self.holes.setdefault(name, self.statement.source(place, len(self.words)))
            return self._from(at + 1, len(self.words))
        if place >= len(self.words):
            return False
        if _is_hole(word):
            return self._hole(at, place, name)
        return _same(word, self.words[place]) and self._from(at + 1, place + 1)

    def _gap(self, at: int, place: int) -> bool:
        if at + 1 == len(self.pattern):
            self._pass(place, len(self.words))
            return True
        # What a gap does not find from one word on, it does not find from a later one between the same brackets.
        bracket = (at, self.around[place] if place < len(self.words) else -1)
        if place >= self.hopeless.get(bracket, len(self.words) + 1):
            return False
        start = place
        while not self._from(at + 1, place):
            if place >= len(self.words) or _closing(self.words[place]):
                self.hopeless[bracket] = start
                return False
            place = self.closes.get(place, place) + 1
        self._pass(start, place)
        return True

    def _pass(self, start: int, end: int) -> None:
        if start < end:
            self.passed.append(" ".join(word.key for word in self.words[start:end]))

    def _hole(self, at: int, place: int, name: str) -> bool:
        kind = name.rpartition("_")[2]
        # As with gaps: the ends of a later place are among the ends of an earlier one between the same commas.
        bracket = (at, self.around[place])
        start, stop = self.spent.get(bracket, (0, 0))
        if start < place < stop:
            return False
        end = place
        for end in self._ends(place, kind):
            if self._from(at + 1, end):
                if name:
                    self.holes.setdefault(name, self.statement.source(place, end))
                return not name or self._twice(name, place, end)
        if kind in _EXPRESSIONS or kind in _LISTS:
            self.spent[bracket] = (place, end)
        return False

    def _twice(self, name: str, place: int, end: int) -> bool:
        """Tell whether a hole that stands twice in the pattern holds the same both times."""
        keys = tuple(word.key for word in self.words[place:end])
        return self.held.setdefault(name, keys) == keys

    def _ends(self, place: int, kind: str) -> Iterable[int]:
        if kind in _EXPRESSIONS or kind in _LISTS:
            return self._expression_ends(place, commas=kind in _LISTS)
        if kind == "type":
            return self._type_ends(place)
        if kind == "words":
            return self._word_ends(place)
        word = self.words[place]
        if word.sort in (STRING, NUMBER):
            return [place + 1]
        end = self._name_end(place)
        return [end] if end > place else []

    def _name_end(self, place: int) -> int:
        if not _nameable(self.words[place]):
            return place
        end = place + 1
        while end + 1 < len(self.words) and self.words[end].key == "." and self.words[end + 1].sort in (WORD, NAME):
            end += 2
        return end

    def _expression_ends(self, place: int, *, commas: bool) -> Iterator[int]:
        while place < len(self.words):
            word = self.words[place]
            if _closing(word) or (word.key == "," and not commas):
                break
            place = self.closes.get(place, place) + 1
            yield place

    def _word_ends(self, place: int) -> Iterator[int]:
        while place < len(self.words) and self.words[place].sort == WORD:
            place += 1
            yield place

    def _type_ends(self, place: int) -> list[int]:
        end = self._name_end(place)
        if end == place:
            return []
        first = self.words[place].key
        keys = [word.key for word in self.words[place : place + 8]]
        if end == place + 1 and len(keys) > 1 and keys[1] in _LONG_TYPES.get(first, ()):
            end += 1
        if end < len(self.words) and self.words[end].key == "(":
            end = self.closes[end] + 1
        if first in ("TIME", "TIMESTAMP"):
            zone = [word.key for word in self.words[end : end + 3]]
            if zone[1:] == ["TIME", "ZONE"] and zone[0] in ("WITH", "WITHOUT"):
                end += 3
        while end < len(self.words) and self.words[end].key == "[":
            end = self.closes[end] + 1
        return [end]


def _is_hole(word: Word) -> bool:
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
