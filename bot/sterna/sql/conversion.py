"""Columns whose values `ALTER COLUMN ... TYPE ... USING` computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.quote import folded
from sterna.sql.tables import tables
from sterna.sql.tokens import NAME, WORD, Token, keyword, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.sql.statement import Statement


def computed(statement: Statement) -> tuple[tuple[str, str], ...]:
    """Return table, as it is written, and column, folded, of each conversion that is more than a cast of the column.

    `USING x::text::integer` and `USING CAST(x AS integer)` are casts. One with a size (`x::varchar(5)`) is none: it
    cuts what does not fit. A best effort by tokens; code is not read.
    """
    if "USING" not in statement.text.upper():
        return ()
    named = tables(statement)
    found = list(spoken(statement.text))
    said = [_said(statement.text, token) for token in found]
    if said[:2] != ["ALTER", "TABLE"] or not named:
        return ()
    return tuple((named[0], column) for column in _computed(statement.text, found, said))


def _said(text: str, token: Token) -> str:
    written = text[token.start : token.end]
    return keyword(written) if token.sort == WORD else written


def _computed(text: str, found: Sequence[Token], said: Sequence[str]) -> Iterator[str]:
    depth = 0
    column = ""
    for at, word in enumerate(said):
        depth += (word == "(") - (word == ")")
        if depth:
            continue
        if word == "ALTER" and at > 1:
            name = at + 1 + (said[at + 1 : at + 2] == ["COLUMN"])
            column = text[found[name].start : found[name].end] if name < len(found) else ""
        elif word == "USING" and column:
            end = _end(said, at + 1)
            if not _casts([*zip(found[at + 1 : end], said[at + 1 : end], strict=True)], text, folded(column)):
                yield folded(column)[0]


def _end(said: Sequence[str], start: int) -> int:
    """Return where the expression ends: at a comma between actions, or with the statement."""
    depth = 0
    for at in range(start, len(said)):
        depth += (said[at] in "([") - (said[at] in ")]")
        if depth == 0 and said[at] == ",":
            return at
    return len(said)


def _casts(expression: list[tuple[Token, str]], text: str, column: tuple[str, ...]) -> bool:
    """Tell whether an expression is the column, cast or not, in however many parentheses."""
    words = [word for _, word in expression]
    if not words:
        return False
    if words[0] == "(":
        closing = _closing(words, 0)
        inner, rest = expression[1:closing], words[closing + 1 :]
        return _casts(inner, text, column) and _types(rest)
    if words[:2] == ["CAST", "("] and _closing(words, 1) == len(words) - 1 and "AS" in words:
        at = len(words) - 1 - words[::-1].index("AS")
        return _casts(expression[2:at], text, column) and _types(["::", *words[at + 1 : -1]])
    is_name = expression[0][0].sort in {WORD, NAME}
    written = text[expression[0][0].start : expression[0][0].end]
    return is_name and folded(written) == column and _types(words[1:])


def _types(words: list[str]) -> bool:
    """Tell whether nothing but casts stands here, none of them with a size."""
    return not words or (words[0] == "::" and not {"(", "+", "-", "*", "/", "|", "COLLATE", "AT"} & set(words))


def _closing(words: list[str], opening: int) -> int:
    depth = 0
    for at in range(opening, len(words)):
        depth += (words[at] == "(") - (words[at] == ")")
        if depth == 0:
            return at
    return len(words) - 1
