"""Drizzle's guarded statements: `DO $$ BEGIN ... EXCEPTION WHEN duplicate_object THEN null; END $$`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sterna.sql.split import line_starts, position, spans
from sterna.sql.tokens import COMMENT, STRING, dollar_quote, keyword, spoken, tokens, words

if TYPE_CHECKING:
    from sterna.sql.statement import Statement

# PL/pgSQL runs these as they stand. Whatever else begins a line (IF, FOR, EXECUTE, a name) is code.
_PLAIN: Final = frozenset(
    {"ALTER", "COMMENT", "CREATE", "DELETE", "DROP", "GRANT", "INSERT", "MERGE", "REVOKE", "TRUNCATE", "UPDATE"}
)


def unwrap(statement: Statement) -> Statement:
    """Return the one statement inside a guarded `DO` block at its own place, and every other statement as it is.

    A guard only swallows errors: each handler does nothing. drizzle-kit wrote these blocks up to 0.29.1 around foreign
    keys and up to 0.25.0 around enums.
    """
    body = _body(statement.text)
    if body is None:
        return statement
    inner, broken = spans(statement.text[body[0] : body[1]])
    if broken >= 0 or not inner:
        return statement
    pieces = [list(words(statement.text[body[0] + span.start : body[0] + span.end])) for span in inner]
    if pieces[0][0] != "BEGIN" or pieces[-1] != ["END"] or len(pieces[0]) < 2 or pieces[0][1] not in _PLAIN:
        return statement
    if not _swallows(pieces[1:-1]):
        return statement
    first = body[0] + inner[0].start
    begin, *rest = spoken(statement.text[: body[0] + inner[0].end], first)
    start = rest[0].start
    comments = tuple(
        statement.text[token.start : token.end]
        for token in tokens(statement.text[:start], begin.end)
        if token.sort == COMMENT
    )
    line, column = position(line_starts(statement.text), start, statement.line, statement.column)
    return replace(
        statement,
        text=statement.text[start : body[0] + inner[0].end],
        line=line,
        column=column,
        comments=statement.comments + comments,
    )


def _body(text: str) -> tuple[int, int] | None:
    """Return where the code of a `DO` statement stands, if it is dollar-quoted PL/pgSQL."""
    found = None
    expect_language = False
    for number, token in enumerate(spoken(text)):
        word = text[token.start : token.end]
        if number == 0:
            if keyword(word) != "DO":
                return None
        elif expect_language:
            if word.strip("'\"").lower() != "plpgsql":
                return None
            expect_language = False
        elif keyword(word) == "LANGUAGE":
            expect_language = True
        elif token.sort == STRING and word.startswith("$") and found is None:
            quote = dollar_quote(word)
            found = token.start + quote, token.end - quote
        else:
            return None
    return found


def _swallows(handlers: list[list[str]]) -> bool:
    """Tell whether what follows the one statement is nothing, or handlers that do nothing."""
    if not handlers:
        return True
    if handlers[0][:2] != ["EXCEPTION", "WHEN"] or any(piece[0] != "WHEN" for piece in handlers[1:]):
        return False
    return all(piece[-2:] == ["THEN", "NULL"] and piece.count("THEN") == 1 for piece in handlers)
