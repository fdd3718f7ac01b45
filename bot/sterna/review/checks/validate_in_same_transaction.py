"""A constraint is added NOT VALID and validated in one transaction."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.names import column, name
from sterna.sql.pattern import fits

_ADDED = "ALTER TABLE _table ADD CONSTRAINT _constraint ... NOT VALID ..."


def check(case: Case) -> Hit | None:
    """Find the statement that adds the constraint, earlier in the same transaction."""
    for earlier in case.pending.together(case.step):
        if earlier.number >= case.step.number:
            return None
        added = fits(_ADDED, earlier.part.words)
        if (
            added
            and name(added.holes["table"]) == name(case.holes["table"])
            and column(added.holes["constraint"]) == column(case.holes["constraint"])
        ):
            return Hit(detail=f"It is added in {earlier.migration.file}. {case.step.around}".rstrip())
    return None
