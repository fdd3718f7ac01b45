"""Texts of the catalog that differ only because something else has another name now."""

from __future__ import annotations

import re

from sterna.postgres.catalog import Type
from sterna.rollback.delta import Delta

_WORD = re.compile(r'"(?:[^"]|"")*"|[\w$]+|\S')


def names(delta: Delta) -> frozenset[tuple[str, str]]:
    """Return the old and new words of everything that was renamed or moved, schemas and enum values included."""
    found: set[tuple[str, str]] = set()
    for moves in delta.moved.values():
        for now, then in moves:
            for field in ("schema", "name"):
                found |= _words(getattr(then, field, ""), getattr(now, field, ""))
    for now, then, traits in delta.altered("types", Type):
        if "values" in traits:
            old = dict(then.labels)
            for oid, label in now.labels:
                found |= _words(old.get(oid, label), label)
    return frozenset(found)


def follows(then: str, now: str, renamed: frozenset[tuple[str, str]]) -> bool:
    """Tell whether the second text is the first one with the new names in it."""
    old, new = _WORD.findall(then), _WORD.findall(now)
    return len(old) == len(new) and all(
        a == b or (_unquoted(a), _unquoted(b)) in renamed for a, b in zip(old, new, strict=True)
    )


def _words(old: str, new: str) -> set[tuple[str, str]]:
    # A name that is no plain word stands in quotes in most texts, and in a string as the words it is made of.
    if not old or old == new:
        return set()
    parts = list(zip(_WORD.findall(old), _WORD.findall(new), strict=False))
    return {(old, new), *((a, b) for a, b in parts if a != b)}


def _unquoted(word: str) -> str:
    return word[1:-1].replace('""', '"') if len(word) > 1 and word[0] == word[-1] == '"' else word
