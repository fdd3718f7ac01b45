"""The page's own safe way, with the names of the statement that was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sterna.review.columns import EXAMPLE_KEY
from sterna.review.names import parts
from sterna.sql.matcher import GAPS
from sterna.sql.quote import kept, literal
from sterna.sql.quote import name as quoted
from sterna.sql.tokens import COMMENT, NAME, STRING, WORD, Token, tokens

_CODE: Final = re.compile(r"`([^`]+)`")
_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*")
_NAMED: Final = re.compile(r"[a-z_][a-z0-9_.]*")
_NAME: Final = re.compile(r"""[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"]|"")+"|'[^']+'""")
_QUOTED: Final = re.compile(r"'((?:\w+\.|\"[^\"']+\"\.)*\"[^\"'\\]+\")'")
_NO_NAMES: Final = ("type", "expression", "rest")
"""What the names of holes end with that hold nothing from which other names are made."""
_IN_SCHEMA: Final = ("table", "view", "sequence", "object", "function", "index")
"""Holes for what stands in a schema."""
_VERBS: Final = frozenset({"CREATE", "ALTER", "DROP", "EXECUTE"})
_OBJECTS: Final = frozenset({"TABLE", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "FUNCTION"})
_FROM: Final = frozenset({"FROM", "JOIN", "INTO", "UPDATE"})
_BETWEEN: Final = frozenset({"IF", "NOT", "EXISTS", "CONCURRENTLY"})
_COUNTING: Final = frozenset({"NEXTVAL", "SETVAL"})


def filled(sql: str, example: Mapping[str, str], real: Mapping[str, str]) -> str:
    """Return SQL of a page with what its unsafe example has in each hole replaced by what the statement has there.

    Names made from the example's names, like `members_email_present`, are made anew from the real ones, and stand in
    the schema of what they are made for.
    """
    holes = [hole for hole in example if hole in real and hole != GAPS and example[hole]]
    pairs = [(_keys(example[hole]), real[hole]) for hole in holes]
    pairs.sort(key=lambda pair: -len(pair[0]))
    pieces = {
        parts(example[hole])[-1]: parts(real[hole])[-1]
        for hole in holes
        if hole not in EXAMPLE_KEY and not hole.endswith(_NO_NAMES) and parts(example[hole]) and parts(real[hole])
    }
    schema = _schema(example, real)
    found = list(tokens(sql))
    written: list[str] = []
    at = copied = 0
    while at < len(found):
        token = found[at]
        for keys, text in pairs:
            if [_key(sql, one) for one in found[at : at + len(keys)]] == keys:
                end = at + len(keys)
                written += [sql[copied : token.start], _placed(sql, found, at, end, text, schema)]
                copied, at = found[end - 1].end, end
                break
        else:
            made = _string(sql, token, example, real) or _made(sql, token, pieces)
            if made:
                written += [sql[copied : token.start], _placed(sql, found, at, at + 1, made, schema)]
                copied = token.end
            at += 1
    return "".join([*written, sql[copied:]])


def _schema(example: Mapping[str, str], real: Mapping[str, str]) -> str:
    """Return the schema, as it is written and with its dot, of what the statement is about; the example has none."""
    for hole in _IN_SCHEMA:
        if len(parts(real.get(hole, ""))) > 1 and len(parts(example.get(hole, ""))) == 1:
            return real[hole][: max(token.end for token in tokens(real[hole]) if real[hole][token.start] == ".")]
    return ""


def _placed(sql: str, found: Sequence[Token], start: int, end: int, text: str, schema: str) -> str:
    """Return a name as it has to stand in its place: without schema behind a dot, with it where an object is named."""
    before = [_key(sql, token).upper() for token in found[max(0, start - 6) : start] if token.sort != COMMENT]
    if before[-1:] == ["."]:
        last = list(tokens(text))[-1]
        return text[last.start : last.end]
    if not schema or _NAME.fullmatch(text) is None or (end < len(found) and sql[found[end].start] == "."):
        return text
    if text.startswith("'"):
        called = before[-1:] == ["("] and before[-2] in _COUNTING
        return literal(schema + text[1:-1]) if called and "." not in text else text
    while before and before[-1] in _BETWEEN:
        before.pop()
    verb, kind = ["", "", *before][-2:]
    named = kind in _FROM or (kind in _OBJECTS and verb in _VERBS) or (kind == "INDEX" and verb == "DROP")
    return schema + text if named else text


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
    return _CODE.sub(lambda span: _span(_script(filled(span[1], example, real))), markdown)


def _script(code: str) -> str:
    """Return code in which a string that is a quoted name holds the name alone: TypeScript knows no quotes in it."""
    return _QUOTED.sub(lambda found: f"'{parts(found[1])[-1]}'", code)


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
    made = kept(made)
    return made if _PLAIN.fullmatch(made) else quoted(made)
