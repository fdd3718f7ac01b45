"""Which rows a data statement may touch, as far as its text says."""

from __future__ import annotations

from typing import Final

from sterna.review.names import column
from sterna.sql.normal import Word, normal
from sterna.sql.parts import Part
from sterna.sql.pattern import fits
from sterna.sql.tokens import NUMBER, STRING, WORD

_KEYS: Final = frozenset({"id", "uuid", "key", "code", "slug"})
"""Names of columns of which one value is taken for one row."""


def bounded(part: Part) -> bool:
    """Tell whether an UPDATE or DELETE has a LIMIT, or names its rows by keys that are written out."""
    words = part.words.words
    keys = [word.key for word in words]
    if not {"LIMIT", "FETCH"}.isdisjoint(keys):
        return True
    if "WHERE" not in keys:
        return False
    return _names_rows(words[len(keys) - keys[::-1].index("WHERE") :])


def fills(part: Part) -> bool:
    """Tell whether an UPDATE writes one column, and only where it held NULL: then it writes over no value."""
    found = fits("UPDATE _table SET _column = _expression WHERE _rest", part.words)
    if found is None:
        return False
    condition = [word.key for word in normal(found.holes["rest"]).words]
    wanted = column(found.holes["column"])
    empty = any(
        condition[at + 1 : at + 3] == ["IS", "NULL"] and column(key) == wanted for at, key in enumerate(condition)
    )
    return empty and "OR" not in condition


def _names_rows(condition: tuple[Word, ...]) -> bool:
    """Tell whether a condition says `id = 7`, `code = 'de'` or `id IN (1, 2)`, and nothing widens it."""
    keys = [word.key for word in condition]
    if "OR" in keys or "SELECT" in keys:
        return False
    for at, word in enumerate(condition):
        if word.sort in (STRING, NUMBER) or word.key.strip('"').lower() not in _KEYS:
            continue
        if keys[at + 1 : at + 2] == ["="] and condition[at + 2 : at + 3] and condition[at + 2].sort in (STRING, NUMBER):
            return True
        if keys[at + 1 : at + 3] == ["IN", "("] and ")" in keys[at:]:
            inside = condition[at + 3 : keys.index(")", at)]
            return bool(inside) and all(one.sort != WORD for one in inside)
    return False
