"""Several statements go through the rows of one table, where one would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import column, name
from sterna.review.pending import Step
from sterna.sql.pattern import first_fit

_THROUGH: Final = (
    "ALTER TABLE _table ALTER COLUMN _column TYPE ...",
    "ALTER TABLE _table ALTER COLUMN _column SET NOT NULL",
    "ALTER TABLE _table ADD CONSTRAINT _column CHECK (_list)",
    "ALTER TABLE _table ADD CHECK (_list)",
    "ALTER TABLE _table ADD COLUMN _column _type ... CHECK (_list) ...",
    "ALTER TABLE _table ADD COLUMN _column _type ... GENERATED ...",
    "ALTER TABLE _table ADD COLUMN _column serial ...",
    "ALTER TABLE _table ADD COLUMN _column bigserial ...",
)
"""What goes through all rows, and can share a pass. Keys and indexes are read for one by one."""


def check(case: Case) -> Hit | None:
    """Find the second statement of a transaction that goes through a table, for another column than the first."""
    step, table = case.step, name(case.holes["table"])
    if not _through(step):
        return None
    found = [other for other in _going(case) if name(_through(other)["table"]) == table]
    if found[0].statement is step.statement:
        return None
    second = next((other for other in found if other.statement is not found[0].statement), None)
    if second is not step or _column(step) == _column(found[0]):
        return None
    first = found[0]
    return Hit(detail=f"The first is in {first.migration.file}, line {first.place[0]}.")


def _going(case: Case) -> Iterator[Step]:
    for other in case.pending.together(case.step):
        if other is case.step or _through(other):
            yield other


def _through(step: Step) -> dict[str, str]:
    """Return what is caught of a statement that goes through a table; empty where the server was seen not to."""
    found = first_fit(_THROUGH, step.part.words)
    if found is None or step.part.defined:
        return {}
    seen = step.observation
    if seen is not None and seen.failure is None:
        spot = (step.statement.chunk, step.statement.number)
        told = [one.statement for one in seen.rewrites] + [one.statement for one in seen.scans]
        if all((one.chunk, one.number) != spot for one in told):
            return {}
    return dict(found.holes)


def _column(step: Step) -> str:
    return column(_through(step).get("column", ""))
