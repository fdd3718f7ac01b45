"""A default that has to be worked out for every row."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.sql.calls import called, effect

_DIFFERS: Final = frozenset({"clock_timestamp", "gen_random_uuid", "random", "timeofday", "uuidv4", "uuidv7"})
"""PostgreSQL's own volatile functions that change nothing; those that do, and those not known here, count too."""

_ENDS: Final = frozenset({"NOT", "CONSTRAINT", "CHECK", "REFERENCES", "UNIQUE", "PRIMARY", "COLLATE"})
"""What stands behind a default in a column."""


def check(case: Case) -> Hit | None:
    """Find a volatile function, or one that may be, in the default of the new column."""
    words = case.step.part.words
    start = case.step.part.keys.index("DEFAULT") + 1
    end = start
    while end < len(words.words) and (end == start or words.words[end].key not in _ENDS):
        end = words.closes.get(end, end) + 1
    default = words.source(start, end)
    names = [name for name in called(default) if name in _DIFFERS or effect(f"{name}()") in ("anything", "sequences")]
    return Hit({"expression": default}, f"`{names[0]}` may differ from row to row.") if names else None
