"""A partition is attached that may hold rows."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.names import name
from sterna.review.pending import FILLED
from sterna.sql.pattern import first_fit


def check(case: Case) -> Hit | None:
    """Find a partition that was there before, or that the pending set fills."""
    partition = name(case.holes["table"])
    if not case.step.is_new(case.holes["table"]):
        return Hit()
    for earlier in case.pending.before(case.step):
        filled = first_fit(FILLED, earlier.part.words)
        if filled and name(filled.holes["table"]) == partition:
            return Hit(detail=f"It is filled in {earlier.migration.file}, line {earlier.place[0]}.")
    return None
