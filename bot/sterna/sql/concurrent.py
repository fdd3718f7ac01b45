"""CONCURRENTLY: which statements say it, and the same statements without it."""

from __future__ import annotations

from typing import Final, NamedTuple

from sterna.sql.split import spans
from sterna.sql.statement import Statement
from sterna.sql.tokens import Token, keyword, spoken

_OFF: Final = frozenset({"0", "FALSE", "OFF", "NO"})
_REINDEXED: Final = frozenset({"INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"})
_BEFORE: Final = (
    ["CREATE", "INDEX"],
    ["CREATE", "UNIQUE", "INDEX"],
    ["DROP", "INDEX"],
    ["REFRESH", "MATERIALIZED", "VIEW"],
)


def concurrently(statement: Statement) -> bool:
    """Tell whether an index is built, dropped or rebuilt, a partition detached or a view refreshed CONCURRENTLY.

    All but the refresh refuse to run inside a transaction (SQLSTATE 25001), so Drizzle cannot run them.
    """
    found = _find(statement.text, 0, len(statement.text))
    return found is not None and found.holds


def without_concurrently(text: str) -> str:
    """Return a text with CONCURRENTLY taken out of each of its statements; every other character stays."""
    pieces = []
    at = 0
    for span in spans(text)[0]:
        found = _find(text, span.start, span.end)
        if found is not None:
            pieces.append(text[at : found.start])
            at = found.end
    return "".join((*pieces, text[at:]))


class _Found(NamedTuple):
    """What to take out, in characters from 0, and whether it switches CONCURRENTLY on."""

    start: int
    end: int
    holds: bool = True


def _find(text: str, start: int, end: int) -> _Found | None:
    found = list(spoken(text[:end], start))
    said = [keyword(text[token.start : token.end]) for token in found]
    if said[:1] == ["REINDEX"] and said[1:2] == ["("]:
        option = _option(text, found, said)
        if option is not None:
            return option
    for at, word in enumerate(said):
        if word == "CONCURRENTLY" and _belongs(said, at):
            after = found[at + 1].start if at + 1 < len(found) else -1
            # The last word takes the blanks before it along, every other one those after it.
            return _Found(found[at - 1].end, found[at].end) if after < 0 else _Found(found[at].start, after)
    return None


def _belongs(said: list[str], at: int) -> bool:
    """Tell whether the word at a position is the option and not a name."""
    before = said[:at]
    if said[0] in {"CREATE", "DROP", "REFRESH"}:
        return before in _BEFORE
    if said[0] == "REINDEX":
        return before[-1] in _REINDEXED and before.count(before[-1]) == 1 and (len(before) == 2 or before[-2] == ")")
    return said[:2] == ["ALTER", "TABLE"] and at == len(said) - 1 and "DETACH" in before


def _option(text: str, found: list[Token], said: list[str]) -> _Found | None:
    """Find CONCURRENTLY in `REINDEX (VERBOSE, CONCURRENTLY) TABLE t`."""
    closing = said.index(")") if ")" in said else len(said) - 1
    inside = range(2, closing)
    at = next((at for at in inside if said[at] == "CONCURRENTLY"), None)
    if at is None:
        return None
    last = at if said[at + 1] in {",", ")"} else at + 1
    holds = last == at or text[found[last].start : found[last].end].strip("'").upper() not in _OFF
    if said[last + 1] == ",":
        return _Found(found[at].start, found[last + 2].start, holds)
    if said[at - 1] == ",":
        return _Found(found[at - 1].start, found[last].end, holds)
    return _Found(found[1].start, found[closing + 1].start, holds)
