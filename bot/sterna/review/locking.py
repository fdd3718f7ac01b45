"""Which statements take a lock that keeps others out of a table that was there."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sterna.review.names import name
from sterna.review.pending import Step
from sterna.sql.pattern import first_fit, fits

_STRONG: Final = (
    "ALTER TABLE _table ...",
    "CREATE ... INDEX _index ON _table ...",
    "CREATE ... INDEX ON _table ...",
    "DROP TABLE _table ...",
    "TRUNCATE _table ...",
    "LOCK _table ...",
    "CLUSTER _table ...",
    "CREATE ... TRIGGER ... ON _table ...",
    "CREATE POLICY ... ON _table ...",
    "DROP POLICY ... ON _table ...",
)
_VERBS: Final = frozenset(pattern.partition(" ")[0] for pattern in _STRONG)
_WEAK: Final = (
    "ALTER TABLE _table VALIDATE CONSTRAINT ...",
    "ALTER TABLE _table ALTER COLUMN _column SET STATISTICS ...",
    "ALTER TABLE _table SET (...)",
    "ALTER TABLE _table DETACH PARTITION _partition CONCURRENTLY",
)


@lru_cache(maxsize=8192)
def strongly_locked(step: Step) -> str:
    """Return the table, as it is written, on which a statement takes SHARE or a stronger lock, or the empty string.

    Tables of the pending set do not count.
    """
    words = step.part.words
    # Asked of every statement for every statement: most are told by their first word.
    if step.part.defined or words.words[0].key not in _VERBS:
        return ""
    found = first_fit(_STRONG, words)
    if found is None or any(fits(pattern, words) for pattern in _WEAK):
        return ""
    table = found.holes["table"]
    return "" if name(table) in step.new else table
