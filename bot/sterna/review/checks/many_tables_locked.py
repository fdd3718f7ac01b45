"""Three tables or more are locked in one transaction."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.locking import strongly_locked
from sterna.review.names import name

_MANY: Final = 3


def check(case: Case) -> Hit | None:
    """Find the statement that locks the third table that was there, and say it once for each transaction."""
    if not strongly_locked(case.step):
        return None
    locked: dict[tuple[str, str], str] = {}
    for other in case.pending.together(case.step):
        table = strongly_locked(other)
        if table:
            known = len(locked)
            locked.setdefault(name(table), table)
            if len(locked) == _MANY > known:
                return Hit(detail=f"Locked so far: {', '.join(locked.values())}.") if other is case.step else None
    return None
