"""CONCURRENTLY: which statements say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sterna.sql.tokens import words

if TYPE_CHECKING:
    from sterna.sql.statement import Statement

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
    said = list(words(statement.text))
    option = _option(said) if said[:2] == ["REINDEX", "("] else None
    if option is not None:
        return option
    return any(word == "CONCURRENTLY" and _belongs(said, at) for at, word in enumerate(said))


def _belongs(said: list[str], at: int) -> bool:
    """Tell whether the word at a position is the option and not a name."""
    before = said[:at]
    if said[0] in {"CREATE", "DROP", "REFRESH"}:
        return before in _BEFORE
    if said[0] == "REINDEX":
        return before[-1] in _REINDEXED and before.count(before[-1]) == 1 and (len(before) == 2 or before[-2] == ")")
    return said[:2] == ["ALTER", "TABLE"] and at == len(said) - 1 and "DETACH" in before


def _option(said: list[str]) -> bool | None:
    """Tell whether `REINDEX (VERBOSE, CONCURRENTLY) TABLE t` switches it on; None where the list does not name it."""
    listed = said[2 : said.index(")")] if ")" in said else said[2:]
    if "CONCURRENTLY" not in listed:
        return None
    value = listed[listed.index("CONCURRENTLY") + 1 :][:1]
    return value in ([], [","]) or value[0].strip("'").upper() not in _OFF
