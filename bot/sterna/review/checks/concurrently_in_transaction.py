"""CONCURRENTLY inside a transaction."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.pending import AUTOCOMMIT


def check(case: Case) -> Hit | None:
    """Find it where a transaction is open, Drizzle's or one that the file opens; the word has to be there."""
    said = "CONCURRENTLY" in case.step.part.keys
    return Hit(detail=case.step.around) if said and case.step.transaction != AUTOCOMMIT else None
