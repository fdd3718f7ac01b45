"""A strong lock is waited for without an end."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.locking import strongly_locked


def check(case: Case) -> Hit | None:
    """Find the first statement of a migration that takes a strong lock, when no lock_timeout was set before it."""
    step = case.step
    table = strongly_locked(step)
    if not table:
        return None
    for earlier in case.pending.before(step):
        if earlier.part.keys[:1] == ("SET",) and "LOCK_TIMEOUT" in earlier.part.keys:
            return None
        if earlier.migration is step.migration and strongly_locked(earlier):
            return None
    return Hit({"table": table})
