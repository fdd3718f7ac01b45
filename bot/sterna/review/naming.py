"""The page's own safe way, with the names of the statement that was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sterna.review.columns import EXAMPLE_KEY
from sterna.review.names import parts
from sterna.sql.quote import literal
from sterna.sql.quote import name as quoted
from sterna.sql.tokens import COMMENT, NAME, STRING, WORD, Token, tokens

_CODE: Final = re.compile(r"`([^`]+)`")
_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*")
_NAMED: Final = re.compile(r"[a-z_][a-z0-9_.]*")


def filled(sql: str, example: Mapping[str, str], real: Mapping[str, str]) -> str:
    """Return SQL of a page with what its unsafe example has in each hole replaced by what the statement has there.

    Names made from the example's names, like `members_email_present`, are made anew from the real ones.
    """
    pairs = [(_keys(example[hole]), real[hole]) for hole in example if hole in real and example[hole]]
    pairs.sort(key=lambda pair: -len(pair[0]))
    pieces = {
        parts(example[hole])[-1]: parts(real[hole])[-1]
        for hole in example
        if hole in real and hole not in EXAMPLE_KEY and parts(example[hole]) and parts(real[hole])
    }
    found = list(tokens(sql))
    written: list[str] = []
    at = copied = 0
    while at < len(found):
        token = found[at]
        for keys, text in pairs:
            if [_key(sql, one) for one in found[at : at + len(keys)]] == keys:
                written += [sql[copied : token.start], text]
                copied = found[at + len(keys) - 1].end
                at += len(keys)
                break
        else:
            made = _string(sql, token, example, real) or _made(sql, token, pieces)
            if made:
                written += [sql[copied : token.start], made]
                copied = token.end
            at += 1
    return "".join([*written, sql[copied:]])


def _string(sql: str, token: Token, example: Mapping[str, str], real: Mapping[str, str]) -> str:
    """Return a string with the names in it replaced: code between dollar quotes, or a name as `regclass` takes it."""
    if token.sort != STRING:
        return ""
    source = sql[token.start : token.end]
    if source.startswith("$"):
        quote = source[: source.index("$", 1) + 1]
        return quote + filled(source.removeprefix(quote).removesuffix(quote), example, real) + quote
    inner = source[1:-1]
    return literal(filled(inner, example, real)) if source[0] == "'" and _NAMED.fullmatch(inner) else ""


def filled_code(markdown: str, example: Mapping[str, str], real: Mapping[str, str]) -> str:
    """Return a paragraph with the names inside its code spans replaced."""
    return _CODE.sub(lambda span: _span(filled(span[1], example, real)), markdown)


def _span(text: str) -> str:
    # A name may hold backticks and line ends; it must not end the span that it is put into.
    text = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"


def _keys(text: str) -> list[str]:
    return [_key(text, token) for token in tokens(text) if token.sort != COMMENT]


def _key(text: str, token: Token) -> str:
    source = text[token.start : token.end]
    if token.sort == WORD:
        return source.lower()
    if token.sort == NAME:
        # A quoted name that needs no quotes is the same name.
        inner = source[1:-1]
        return inner if _PLAIN.fullmatch(inner) else source
    return source


def _made(sql: str, token: Token, pieces: Mapping[str, str]) -> str:
    name = _key(sql, token)
    if token.sort not in (WORD, NAME) or "_" not in name or not pieces:
        return ""
    longest = "|".join(re.escape(piece) for piece in sorted(pieces, key=len, reverse=True))
    made = re.sub(rf"(?<![a-z0-9])(?:{longest})(?![a-z0-9])", lambda found: pieces[found[0]], name)
    if made == name:
        return ""
    # PostgreSQL cuts a longer name off, and two could become one.
    made = made.encode()[:63].decode(errors="ignore")
    return made if _PLAIN.fullmatch(made) else quoted(made)
