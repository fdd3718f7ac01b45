"""How many rows a data statement may touch, as far as its text says."""

from __future__ import annotations

from typing import Final

from sterna.sql.normal import Word
from sterna.sql.parts import Part
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
