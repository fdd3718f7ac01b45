"""A column is turned into an enum that was dropped and made anew just before."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import name
from sterna.sql.pattern import first_fit, fits

_GONE: Final = ("DROP TYPE _type ...", "ALTER TYPE _type RENAME TO _name")
_MADE: Final = "CREATE TYPE _type AS ENUM (_list)"


def check(case: Case) -> Hit | None:
    """Find the two statements before: one that takes the old enum away, then one that makes it again."""
    wanted = name(case.holes["type"])
    gone = False
    for earlier in case.pending.before(case.step):
        words = earlier.part.words
        found = first_fit(_GONE, words)
        if found and name(found.holes["type"]) == wanted:
            gone = True
        made = fits(_MADE, words)
        if gone and made and name(made.holes["type"]) == wanted:
            return Hit()
    return None
