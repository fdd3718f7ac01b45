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

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sterna.sql.matcher import Matcher, is_hole
from sterna.sql.normal import ELLIPSIS, Unreadable, Words, normal
from sterna.sql.tokens import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sterna.sql.matcher import Match


class PatternError(ValueError):
    """Raised for a pattern that is not one; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern in its normal form, and the words and signs that a statement has to have to fit."""

    words: Words
    said: frozenset[str]


def fits(pattern: str, statement: Words) -> Match | None:
    """Return the match of a pattern with a whole statement, or None; raise PatternError."""
    compiled = compiled_pattern(pattern)
    # Nearly all questions end here: a word of the pattern is not in the statement at all.
    if not compiled.said <= statement.keys:
        return None
    if pattern not in statement.answers:
        statement.answers[pattern] = Matcher(compiled.words, statement).run()
    return statement.answers[pattern]


def first_fit(patterns: Iterable[str], statement: Words) -> Match | None:
    """Return the match of the first pattern that fits a whole statement, or None; raise PatternError."""
    return next((match for pattern in patterns if (match := fits(pattern, statement))), None)


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> Compiled:
    """Read a pattern; raise PatternError when it is empty, unreadable, or nothing but holes."""
    try:
        compiled = normal(pattern)
    except Unreadable as error:
        raise PatternError(f"The pattern cannot be read: {error}.") from error
    if not any(word.sort == WORD and not is_hole(word) for word in compiled.words):
        raise PatternError("The pattern says nothing: it has no word of SQL.")
    if any(
        one.sort == ELLIPSIS and other.sort == ELLIPSIS
        for one, other in zip(compiled.words, compiled.words[1:], strict=False)
    ):
        raise PatternError("The pattern has two gaps beside each other.")
    said = (word.key for word in compiled.words if word.sort != ELLIPSIS and not is_hole(word))
    return Compiled(compiled, frozenset(said))
