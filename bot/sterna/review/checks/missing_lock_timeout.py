"""A strong lock is waited for without an end."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.locking import strongly_locked
from sterna.review.pending import AUTOCOMMIT, Step

_NEVER: Final = frozenset({"0", "'0'", "DEFAULT", "'0s'", "'0ms'"})
"""Values with which a statement waits without an end, which is PostgreSQL's own default."""


def check(case: Case) -> Hit | None:
    """Find the first statement of a migration that takes a strong lock, when no lock_timeout was set before it."""
    step = case.step
    table = strongly_locked(step)
    if not table:
        return None
    before = case.pending.session(step)
    if any(
        strongly_locked(earlier) for earlier in takewhile(lambda one: one.migration is step.migration, before[::-1])
    ):
        return None
    ends = False
    for earlier in before:
        ends = _ends(earlier, step, ends=ends)
    if ends:
        return None
    alone = step.transaction == AUTOCOMMIT
    return Hit(
        {"table": table}, "Outside of a transaction it is `SET`: `SET LOCAL` does nothing there." if alone else ""
    )


def _ends(earlier: Step, step: Step, *, ends: bool) -> bool:
    """Tell whether waiting has an end after a statement, for what a later one of the same session takes."""
    keys = earlier.part.keys
    scope = keys[1:2] if keys[1:2] in (("LOCAL",), ("SESSION",)) else ()
    if keys[:1] == ("SET",) and keys[1 + len(scope) :][:1] == ("LOCK_TIMEOUT",):
        # LOCAL is over with its transaction, and does nothing outside of one.
        here = scope != ("LOCAL",) or earlier.transaction == step.transaction != AUTOCOMMIT
        return keys[-1] not in _NEVER if here else ends
    if keys[:2] in (("RESET", "LOCK_TIMEOUT"), ("RESET", "ALL")):
        return False
    if keys[:1] == ("SELECT",) and "SET_CONFIG" in keys and "'lock_timeout'" in keys:
        return True
    return ends
