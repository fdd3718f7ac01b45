"""A column is dropped and another is added to the same table in one migration."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.columns import type_in
from sterna.review.names import Name, column, name
from sterna.review.pending import Step
from sterna.sql.pattern import fits

_WORD: Final = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{3,}")
_ALIKE: Final = 0.6
_DROPPED: Final = "ALTER TABLE _table DROP COLUMN _column ..."
_ADDED: Final = "ALTER TABLE _table ADD COLUMN _column _type ..."


def check(case: Case) -> Hit | None:
    """Find a column that was added in the same migration, of the same type where the catalogs say so.

    One that is dropped and added under its own name is made anew, which is how drizzle-kit changes what it generates.
    """
    table, here = name(case.holes["table"]), case.step.migration
    steps = [other for other in case.pending.steps if other.migration is here and not other.part.defined]
    gone = _columns(steps, _DROPPED, table)
    come = [named for named in _columns(steps, _ADDED, table) if column(named) not in {column(one) for one in gone}]
    old = type_in(case.before, table, column(case.holes["column"]))
    for named in come:
        new = type_in(case.after, table, column(named))
        # Beside a lone pair, only names that have something in common are worth the question.
        lone = len(gone) == len(come) == 1
        if (not (old and new) or old == new) and (lone or (old and _alike(case.holes["column"], named))):
            return Hit({"name": named}, f"{named} is added in the same migration.")
    return None


def _alike(one: str, other: str) -> bool:
    """Tell whether two names share a word of three letters or more, or most of their letters."""
    first, second = ({word.lower() for word in _WORD.findall(column(text))} for text in (one, other))
    return not first.isdisjoint(second) or SequenceMatcher(None, column(one), column(other)).ratio() > _ALIKE


def _columns(steps: list[Step], pattern: str, table: Name) -> list[str]:
    found = [match for step in steps if (match := fits(pattern, step.part.words))]
    return [match.holes["column"] for match in found if name(match.holes["table"]) == table]
