"""No index begins with the columns of a foreign key."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.columns import indexed, listed
from sterna.review.names import name
from sterna.sql.pattern import first_fit

_KEYS: Final = (
    "ALTER TABLE _table ADD CONSTRAINT _name FOREIGN KEY (_columns) REFERENCES ...",
    "ALTER TABLE _table ADD FOREIGN KEY (_columns) REFERENCES ...",
    "ALTER TABLE _table ADD COLUMN _column _type ... REFERENCES ...",
)


def check(case: Case) -> Hit | None:
    """Look for an index whose first columns are those of the key, in any order."""
    found = first_fit(_KEYS, case.step.part.words)
    if found is None:
        return None
    table, written = found.holes["table"], found.holes.get("columns") or found.holes["column"]
    columns = listed(written)
    wanted = set(columns)
    for _, begins, whole in indexed(case, name(table)):
        if whole and set(begins[: len(wanted)]) == wanted:
            return None
    return Hit({"table": table, "columns": written}, f"No index begins with {', '.join(columns)}.")
