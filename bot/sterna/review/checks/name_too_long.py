"""A name that PostgreSQL cuts off."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import parts
from sterna.sql.quote import kept
from sterna.sql.tokens import NAME, WORD

_NAMING: Final = frozenset({"CREATE", "ADD", "RENAME"})


def check(case: Case) -> Hit | None:
    """Find a name of more than 63 bytes in a statement that gives names."""
    part = case.step.part
    if _NAMING.isdisjoint(part.keys):
        return None
    words = part.words.words
    if part.keys[0] == "CREATE" and "TABLE" in part.keys[1:5] and "(" in part.keys:
        # The columns and constraints of a new table are parts of their own.
        words = words[: part.keys.index("(")]
    for word in words:
        if word.sort not in (WORD, NAME):
            continue
        name = "".join(parts(part.words.text[word.start : word.end]))
        short = kept(name)
        if short != name:
            return Hit({"name": name, "kept": short}, f"PostgreSQL calls it {short}.")
    return None
