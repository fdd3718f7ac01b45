"""A data statement after an ALTER TABLE, in one transaction."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.locking import strongly_locked
from sterna.review.rows import bounded


def check(case: Case) -> Hit | None:
    """Find a table that was there and is locked since an earlier statement of the transaction."""
    if bounded(case.step.part):
        return None
    for earlier in case.pending.together(case.step):
        if earlier.number >= case.step.number:
            return None
        table = strongly_locked(earlier)
        if table:
            return Hit(detail=f"{table} is locked since {earlier.migration.file}, line {earlier.place[0]}.")
    return None
