"""A piece of SQL cut into statements."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sterna.sql.statement import Statement
from sterna.sql.tokens import BROKEN, COMMENT, WORD, keyword, tokens

if TYPE_CHECKING:
    from pathlib import Path

BREAKPOINT: Final = "--> statement-breakpoint"
"""What Drizzle writes between statements. To PostgreSQL it is a comment."""

_ROUTINES: Final = frozenset(
    (*create, routine) for create in (("CREATE",), ("CREATE", "OR", "REPLACE")) for routine in ("FUNCTION", "PROCEDURE")
)
_HEAD: Final = 4
"""How many words tell a routine from everything else."""
_BLANKS: Final = " \t\n\r\f\v"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A quote or a comment that nothing ends; `line` and `column`, from 1, say where it begins."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The statements of a piece of SQL, and what kept the last one from ending, if anything did."""

    statements: tuple[Statement, ...]
    flaw: Flaw | None = None


class Span(NamedTuple):
    """Where a statement stands in its text, in characters from 0, and the comments before it."""

    start: int
    end: int
    comments: tuple[str, ...]


def split(
    text: str, path: Path, *, chunk: int = 1, first_number: int = 1, line: int = 1, column: int = 1
) -> tuple[Statement, ...]:
    """Return the statements of a piece of SQL; `line` and `column` say where in its file the piece begins.

    Never raises: from a quote that nothing ends, the rest is one statement. `cut` tells of it.
    """
    return cut(text, path, chunk=chunk, first_number=first_number, line=line, column=column).statements


def cut(text: str, path: Path, *, chunk: int = 1, first_number: int = 1, line: int = 1, column: int = 1) -> Cut:
    """Return the statements of a piece of SQL as `split` does, and the flaw that was met.

    A statement ends at a semicolon outside parentheses and outside the `BEGIN ATOMIC ... END` of a function.
    """
    starts = line_starts(text)
    found, broken = spans(text)
    statements = []
    for number, span in enumerate(found, first_number):
        at = position(starts, span.start, line, column)
        statements.append(Statement(text[span.start : span.end], path, chunk, number, *at, span.comments))
    if broken < 0:
        return Cut(tuple(statements))
    return Cut(tuple(statements), Flaw(_message(text, broken), *position(starts, broken, line, column)))


def spans(text: str) -> tuple[list[Span], int]:
    """Return where the statements stand, and where a quote or comment begins that nothing ends (-1: nowhere)."""
    found: list[Span] = []
    comments: list[str] = []
    start = end = -1
    nesting = _Nesting()
    # A byte order mark is no token of the statement, although PostgreSQL takes it for one and fails.
    for sort, first, after in tokens(text, 1 if text.startswith("\ufeff") else 0):
        if sort == COMMENT:
            if start < 0 and not text.startswith(BREAKPOINT, first):
                comments.append(text[first:after])
            continue
        if sort == BROKEN:
            if start >= 0 or not text.startswith("/*", first):
                found.append(Span(first if start < 0 else start, len(text.rstrip(_BLANKS)), tuple(comments)))
            return found, first
        if nesting.ends_at(sort, text[first:after]):
            if start >= 0:
                found.append(Span(start, end, tuple(comments)))
            comments, start, nesting = [], -1, _Nesting()
            continue
        start = first if start < 0 else start
        end = after
    if start >= 0:
        found.append(Span(start, end, tuple(comments)))
    return found, -1


class _Nesting:
    """What is open while the tokens of one statement go by: parentheses, and the blocks of a routine's body."""

    __slots__ = ("before", "blocks", "head", "is_routine", "parentheses")

    def __init__(self) -> None:
        self.parentheses = self.blocks = 0
        self.head: list[str] = []
        self.is_routine = False
        self.before = ""

    def ends_at(self, sort: str, word: str) -> bool:
        """Take the next token, and tell whether it is the semicolon that ends the statement."""
        if word == ";" and self.parentheses == self.blocks == 0:
            return True
        if word == "(":
            self.parentheses += 1
        elif word == ")":
            self.parentheses = max(self.parentheses - 1, 0)
        if len(self.head) < _HEAD:
            self.head.append(keyword(word))
            self.is_routine = self.is_routine or tuple(self.head) in _ROUTINES
        if self.is_routine and self.parentheses == 0:
            self._take_block_word(keyword(word) if sort == WORD else word)
        return False

    def _take_block_word(self, word: str) -> None:
        # A semicolon stands before every END of a block and before no other END (CASE, a label).
        if word == "ATOMIC" and self.before == "BEGIN":
            self.blocks += 1
        elif word == "END" and self.before in {";", "ATOMIC"}:
            self.blocks = max(self.blocks - 1, 0)
        self.before = word


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins; lines end with LF, so CRLF counts once."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def position(starts: list[int], offset: int, line: int = 1, column: int = 1) -> tuple[int, int]:
    """Return the line and column, from 1, of an offset in a text that begins at `line` and `column` of its file."""
    row = bisect_right(starts, offset) - 1
    return line + row, offset - starts[row] + (column if row == 0 else 1)


def _message(text: str, at: int) -> str:
    if text.startswith("/*", at):
        return "A comment begins here that nothing ends."
    if text[at] == "$":
        return "A dollar-quoted string begins here that nothing ends."
    if '"' in text[at : at + 3].partition("'")[0]:
        return "A quoted name begins here that nothing ends."
    return "A string begins here that nothing ends."
