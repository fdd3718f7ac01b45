"""The words of a statement in one normal form, so that two ways of saying the same thing look the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sterna.sql.tokens import BROKEN, COMMENT, WORD, after_name, tokens

if TYPE_CHECKING:
    from sterna.sql.matcher import Match

ELLIPSIS: Final = "ellipsis"
"""Three dots, which only patterns have."""

_OPEN: Final = {"(": ")", "[": "]"}
_CLOSE: Final = {")": "(", "]": "["}
_ALTERABLE: Final = frozenset({"TABLE", "VIEW", "TYPE"})
_NOT_COLUMN: Final = {
    "ADD": frozenset(
        {
            "COLUMN",
            "CONSTRAINT",
            "PRIMARY",
            "UNIQUE",
            "FOREIGN",
            "CHECK",
            "EXCLUDE",
            "NOT",
            "VALUE",
            "ATTRIBUTE",
            "TABLE",
        }
    ),
    "DROP": frozenset({"COLUMN", "CONSTRAINT", "ATTRIBUTE", "NOT", "DEFAULT", "IDENTITY", "EXPRESSION"}),
    "ALTER": frozenset({"COLUMN", "CONSTRAINT", "ATTRIBUTE"}),
    "RENAME": frozenset({"COLUMN", "CONSTRAINT", "ATTRIBUTE", "VALUE", "TO"}),
}
_CONSTRAINT: Final = frozenset(
    {"FOREIGN", "CHECK", "UNIQUE", "PRIMARY", "EXCLUDE", "NOT", "REFERENCES", "DEFAULT", "GENERATED"}
)

_ALIASES: Final = {"SERIAL2": "SMALLSERIAL", "SERIAL4": "SERIAL", "SERIAL8": "BIGSERIAL"}
"""Types that PostgreSQL's grammar takes for another; the other aliases are told by what the server makes of them."""


class Unreadable(ValueError):
    """Raised for SQL that ends inside a quote, a comment or a bracket."""


@dataclass(frozen=True, slots=True)
class Word:
    """One token: `key` is an unquoted word in capitals, or the source of everything else, quotes included.

    `start` and `end` are offsets; a word that the normal form adds has no width.
    """

    sort: str
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """Words with the text that they stand in.

    `skips` says from which word to which the noise reaches that a pattern may pass over: `IF EXISTS`, `ONLY`,
    `OR REPLACE`, the name of a constraint.
    """

    text: str
    words: tuple[Word, ...]

    @cached_property
    def answers(self) -> dict[str, Match | None]:
        """Hold what was found for each pattern that was tried on these words: many rules ask for the same."""
        return {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return all words and signs that occur."""
        return frozenset(word.key for word in self.words)

    @cached_property
    def closes(self) -> dict[int, int]:
        """Map each opening bracket to the bracket that closes it; raise Unreadable when one is left over."""
        stack: list[int] = []
        found: dict[int, int] = {}
        for number, word in enumerate(self.words):
            if word.key in _OPEN:
                stack.append(number)
            elif word.key in _CLOSE:
                if not stack or self.words[stack[-1]].key != _CLOSE[word.key]:
                    raise Unreadable("a bracket closes that was not opened")
                found[stack.pop()] = number
        if stack:
            raise Unreadable("a bracket is not closed")
        return found

    @cached_property
    def around(self) -> list[int]:
        """Say for each word which opening bracket stands around it most closely, -1 for none."""
        found: list[int] = []
        stack = [-1]
        closing = frozenset(self.closes.values())
        for number in range(len(self.words)):
            if number in closing:
                stack.pop()
            found.append(stack[-1])
            if number in self.closes:
                stack.append(number)
        return found

    @cached_property
    def skips(self) -> dict[int, int]:
        """Map the first word of a piece of noise to the word after it."""
        keys = [word.key for word in self.words]
        found: dict[int, int] = {}
        for at, key in enumerate(keys):
            if key == "IF" and keys[at + 1 : at + 2] == ["EXISTS"]:
                found[at] = at + 2
            elif key == "IF" and keys[at + 1 : at + 3] == ["NOT", "EXISTS"]:
                found[at] = at + 3
            elif key == "OR" and keys[at + 1 : at + 2] == ["REPLACE"]:
                found[at] = at + 2
            elif key == "ONLY":
                found[at] = at + 1
            elif key == "CONSTRAINT" and keys[at + 2 : at + 3] and keys[at + 2] in _CONSTRAINT:
                found[at] = at + 2
        return found

    def source(self, start: int, end: int) -> str:
        """Return the text from one word up to, without, another."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def part(self, *spans: tuple[int, int]) -> Words:
        """Return some of the words as words of their own."""
        return Words(self.text, tuple(word for start, end in spans for word in self.words[start:end]))


def normal(text: str, start: int = 0, end: int | None = None) -> Words:
    """Read a statement, or a piece of a longer text, into its normal form; raise Unreadable."""
    found: list[Word] = []
    end = len(text) if end is None else end
    for token in tokens(text[:end] if end < len(text) else text, start):
        if token.sort == COMMENT:
            continue
        if token.sort == BROKEN:
            raise Unreadable("a quote or a comment is not closed")
        source = text[token.start : token.end]
        if source == ";":
            continue
        found.append(Word(token.sort, _key(token.sort, source), token.start, token.end))
    read = Words(text, tuple(_full(_dots(found))))
    _ = read.closes
    return read


def _dots(found: list[Word]) -> list[Word]:
    joined: list[Word] = []
    for word in found:
        if word.key == "." and len(joined) > 1 and [part.key for part in joined[-2:]] == [".", "."]:
            first = joined[-2]
            joined[-2:] = [Word(ELLIPSIS, "...", first.start, word.end)]
        else:
            joined.append(word)
    return joined


def _full(found: list[Word]) -> list[Word]:
    # PostgreSQL lets people leave words out; the normal form has COLUMN, and has neither SET DATA nor TRUNCATE's TABLE.
    keys = [word.key for word in found]
    if keys[:1] in (["TRUNCATE"], ["LOCK"]) and keys[1:2] == ["TABLE"]:
        return found[:1] + found[2:]
    if not (keys[:1] == ["ALTER"] and len(keys) > 1 and keys[1] in _ALTERABLE):
        return found
    full: list[Word] = found[:2]
    first = after_name(keys, 2)
    depth = 0
    for number in range(2, len(found)):
        word, verb = found[number], keys[number - 1]
        begins = depth == 0 and (number - 1 == first or (number - 1 > first and keys[number - 2] == ","))
        if begins and verb in _NOT_COLUMN and word.key not in _NOT_COLUMN[verb]:
            full.append(Word(WORD, "COLUMN", word.start, word.start))
        depth += (word.key in _OPEN) - (word.key in _CLOSE)
        if word.key == "TYPE" and [part.key for part in full[-2:]] == ["SET", "DATA"]:
            del full[-2:]
        full.append(word)
    return full


def _key(sort: str, source: str) -> str:
    # PostgreSQL folds ASCII only, so a word with another letter is never a keyword.
    if sort != WORD or not source.isascii():
        return source
    key = source.upper()
    return _ALIASES.get(key, key)
