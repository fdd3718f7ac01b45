"""The parts of a unique key, as PostgreSQL spells its constraint or its index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.tokens import NAME, SYMBOL, WORD, keyword, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.sql.tokens import Token


def parts(definition: str) -> list[str]:
    """Return the columns and expressions of a key, without their order and operator classes.

    `... USING btree (lower(email), org DESC) INCLUDE (name)` gives `lower(email)` and `org`, `UNIQUE (a, b)` gives `a`
    and `b`.
    """
    found = list(tokens(definition))
    start = next((at for at, token in enumerate(found) if _word(definition, token) == "USING"), 0)
    while definition[found[start].start] != "(":
        start += 1
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in found[start:]:
        sign = definition[token.start : token.end] if token.sort == SYMBOL else ""
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            break
        if depth == 1 and sign == ",":
            pieces.append([])
        elif depth > 1 or sign != "(" or pieces[-1]:
            pieces[-1].append(token)
    return [definition[piece[0].start : _end(definition, piece)] for piece in pieces if piece]


def _end(definition: str, piece: Sequence[Token]) -> int:
    """Return where the expression at the head of a piece ends: a name, a call, or what stands in parentheses."""
    at = 0
    while at + 2 < len(piece) and definition[piece[at + 1].start] == ".":
        at += 2
    if piece[at].sort in (WORD, NAME):
        if at + 1 == len(piece) or definition[piece[at + 1].start] != "(":
            return piece[at].end
        at += 1
    depth = 0
    for token in piece[at:]:
        if token.sort == SYMBOL:
            depth += {"(": 1, ")": -1}.get(definition[token.start : token.end], 0)
        if depth == 0:
            return token.end
    return piece[-1].end


def _word(definition: str, token: Token) -> str:
    return keyword(definition[token.start : token.end]) if token.sort == WORD else ""
