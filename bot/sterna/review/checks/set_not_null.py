"""SET NOT NULL that no valid check spares the reading."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import column, name
from sterna.sql.pattern import first_fit, fits

_ADDED: Final = (
    "ALTER TABLE _table ADD CONSTRAINT _constraint CHECK (_column IS NOT NULL) NOT VALID",
    "ALTER TABLE _table ADD CONSTRAINT _constraint CHECK ((_column IS NOT NULL)) NOT VALID",
)
_VALIDATED: Final = "ALTER TABLE _table VALIDATE CONSTRAINT _constraint"


def check(case: Case) -> Hit | None:
    """Find it unless the pending set adds and validates `CHECK (column IS NOT NULL)` before.

    A check that was there before is the measurement's to see.
    """
    table, wanted = name(case.holes["table"]), column(case.holes["column"])
    added: set[str] = set()
    for earlier in case.pending.before(case.step):
        words = earlier.part.words
        found = first_fit(_ADDED, words)
        if found and name(found.holes["table"]) == table and column(found.holes["column"]) == wanted:
            added.add(column(found.holes["constraint"]))
        valid = fits(_VALIDATED, words)
        if valid and name(valid.holes["table"]) == table and column(valid.holes["constraint"]) in added:
            return None
    return Hit()
