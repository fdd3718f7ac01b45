"""SQL with holes: what a rule page says a hazard looks like.

A pattern is SQL. What is written in it must be there, in any case; and

- `_` and `_table`, `_column`, `_anything` are a name, dots included, or one string or number;
- `_type` is a type with its brackets, `_value` and `_expression` anything without a comma outside brackets,
  `_columns`, `_values` and `_list` anything at all; what a hole's name ends with decides;
- `...` is the rest, or a gap, brackets kept whole;
- `IF EXISTS`, `IF NOT EXISTS`, `ONLY`, `OR REPLACE` and `CONSTRAINT name` may stand in the statement unasked.

Matching takes time in proportion to the pattern times the statement, whatever either holds, and never raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sterna.sql.normal import ELLIPSIS, Unreadable, Word, Words, normal
from sterna.sql.tokens import NAME, NUMBER, STRING, WORD

_RESERVED: Final = frozenset(
    [
        "ALL",
        "AND",
        "ANY",
        "AS",
        "ASC",
        "CASE",
        "CAST",
        "CHECK",
        "COLLATE",
        "COLUMN",
        "CONSTRAINT",
        "CREATE",
        "DEFAULT",
        "DESC",
        "DISTINCT",
        "ELSE",
        "END",
        "EXCEPT",
        "FOR",
        "FOREIGN",
        "FROM",
        "GRANT",
        "GROUP",
        "HAVING",
        "IN",
        "INTO",
        "LIMIT",
        "NOT",
        "NULL",
        "ON",
        "OR",
        "ORDER",
        "PRIMARY",
        "REFERENCES",
        "SELECT",
        "SET",
        "TABLE",
        "THEN",
        "TO",
        "UNION",
        "UNIQUE",
        "USING",
        "WHEN",
        "WHERE",
        "WITH",
        "CONCURRENTLY",
        "IF",
    ]
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


class PatternError(ValueError):
    """Raised for a pattern that is not one; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern fits: what each named hole holds, as it stands in the statement (`"public"."users"`)."""

    holes: dict[str, str]


def fits(pattern: str, statement: Words) -> Match | None:
    """Return the match of a pattern with a whole statement, or None; raise PatternError."""
    compiled = compiled_pattern(pattern)
    first = compiled.words[0]
    if first.sort == WORD and first.key[0] != "_" and (not statement.words or statement.words[0].key != first.key):
        return None
    found = _Matcher(compiled, statement).run()
    return None if found is None else Match(found)


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> Words:
    """Read a pattern; raise PatternError when it is empty, unreadable, or nothing but holes."""
    try:
        compiled = normal(pattern)
    except Unreadable as error:
        raise PatternError(f"The pattern cannot be read: {error}.") from error
    if not any(word.sort == WORD and word.key[0] != "_" for word in compiled.words):
        raise PatternError("The pattern says nothing: it has no word of SQL.")
    if any(
        one.sort == ELLIPSIS and other.sort == ELLIPSIS
        for one, other in zip(compiled.words, compiled.words[1:], strict=False)
    ):
        raise PatternError("The pattern has two gaps beside each other.")
    return compiled


class _Matcher:
    """One attempt. `dead` holds the pairs of positions from which nothing was found, so that none is tried twice."""

    def __init__(self, pattern: Words, statement: Words) -> None:
        self.pattern = pattern.words
        self.statement = statement
        self.words = statement.words
        self.closes = statement.closes
        self.skips = statement.skips
        self.dead: set[tuple[int, int]] = set()
        self.holes: dict[str, str] = {}

    def run(self) -> dict[str, str] | None:
        return dict(self.holes) if self._from(0, 0) else None

    def _from(self, at: int, place: int) -> bool:
        if at == len(self.pattern):
            return place == len(self.words) or self.skips.get(place) == len(self.words)
        if (at, place) in self.dead:
            return False
        if place not in self.skips:
            found = self._here(at, place)
        elif self.pattern[at].sort == WORD and self.pattern[at].key[0] == "_":
            # A hole is never meant for the noise itself.
            found = self._from(at, self.skips[place]) or self._here(at, place)
        else:
            found = self._here(at, place) or self._from(at, self.skips[place])
        if not found:
            self.dead.add((at, place))
        return found

    def _here(self, at: int, place: int) -> bool:
        word = self.pattern[at]
        if word.sort == ELLIPSIS:
            return self._gap(at, place)
        if place >= len(self.words):
            return False
        if word.sort == WORD and word.key[0] == "_":
            return self._hole(at, place, self._hole_name(word))
        return _same(word, self.words[place]) and self._from(at + 1, place + 1)

    def _gap(self, at: int, place: int) -> bool:
        if at + 1 == len(self.pattern):
            return True
        while True:
            if self._from(at + 1, place):
                return True
            if place >= len(self.words) or (
                self.words[place].key in (")", "]") and self.words[place].sort not in (STRING, NAME)
            ):
                return False
            place = self.closes.get(place, place) + 1

    def _hole(self, at: int, place: int, name: str) -> bool:
        kind = name.rpartition("_")[2]
        for end in self._ends(place, kind):
            if self._from(at + 1, end):
                if name:
                    self.holes.setdefault(name, self.statement.source(place, end))
                return True
        return False

    def _ends(self, place: int, kind: str) -> list[int]:
        if kind in _EXPRESSIONS or kind in _LISTS:
            return self._expression_ends(place, commas=kind in _LISTS)
        if kind == "type":
            return self._type_ends(place)
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

    def _expression_ends(self, place: int, *, commas: bool) -> list[int]:
        ends: list[int] = []
        while place < len(self.words):
            word = self.words[place]
            if word.sort not in (STRING, NAME) and (word.key in (")", "]") or (word.key == "," and not commas)):
                break
            place = self.closes.get(place, place) + 1
            ends.append(place)
        return ends

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

    @staticmethod
    def _hole_name(word: Word) -> str:
        return word.key[1:].lower()


def _same(pattern: Word, word: Word) -> bool:
    if pattern.sort == WORD and word.sort == NAME:
        # A small word in a pattern is a name or a type, and a name may be quoted.
        return False
    return pattern.key == word.key


def _nameable(word: Word) -> bool:
    return word.sort == NAME or (word.sort == WORD and word.key not in _RESERVED)
