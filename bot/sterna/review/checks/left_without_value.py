"""A column that has to hold a value loses what gave it one."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import column, name
from sterna.sql.pattern import first_fit

_GIVEN_AGAIN: Final = (
    "ALTER TABLE _table ALTER COLUMN _column SET DEFAULT _expression",
    "ALTER TABLE _table ALTER COLUMN _column ADD GENERATED ...",
    "ALTER TABLE _table ALTER COLUMN _column DROP NOT NULL",
    "ALTER TABLE _table DROP COLUMN _column ...",
)
_CHANGED: Final = (
    "ALTER TABLE _table ADD COLUMN _column _type ...",
    "ALTER TABLE _table ALTER COLUMN _column ADD GENERATED ...",
    "ALTER TABLE _table ALTER COLUMN _column DROP NOT NULL",
)


def check(case: Case) -> Hit | None:
    """Find it unless the column takes NULL, is new itself, or is given a value again before the transaction ends."""
    if not _required(case):
        return None
    table, wanted = name(case.holes["table"]), column(case.holes["column"])
    for other in case.pending.steps:
        patterns = _CHANGED if other.number < case.step.number else _GIVEN_AGAIN
        found = first_fit(patterns, other.part.words)
        if found and name(found.holes["table"]) == table and column(found.holes["column"]) == wanted:
            return None
    return Hit()


def _required(case: Case) -> bool:
    """Tell whether the column is NOT NULL and gets a value; without a catalog, `IDENTITY` in the text says so."""
    if case.before is None:
        return "IDENTITY" in case.step.part.keys
    table = case.before.table(*name(case.holes["table"]))
    wanted = column(case.holes["column"])
    columns = case.before.columns_of(table.oid) if table else ()
    return any(one.name == wanted and one.not_null and bool(one.default or one.identity_mode) for one in columns)
