"""A default that has to be worked out for every row."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.sql.calls import called, effect

_DIFFERS: Final = frozenset({"clock_timestamp", "gen_random_uuid", "random", "timeofday", "uuidv4", "uuidv7"})
"""PostgreSQL's own volatile functions that change nothing; those that do, and those not known here, count too."""


def check(case: Case) -> Hit | None:
    """Find a volatile function, or one that may be, in the default of the new column."""
    keys = case.step.part.keys
    words = case.step.part.words
    default = words.source(keys.index("DEFAULT") + 1, len(keys))
    names = [name for name in called(default) if name in _DIFFERS or effect(f"{name}()") in ("anything", "sequences")]
    return Hit(detail=f"`{names[0]}` may differ from row to row.") if names else None
