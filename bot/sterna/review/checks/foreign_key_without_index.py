"""No index begins with the columns of a foreign key."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.columns import indexed, listed
from sterna.review.names import name


def check(case: Case) -> Hit | None:
    """Look for an index whose first columns are those of the key, in any order."""
    holes = case.holes
    written = holes.get("columns") or holes["column"]
    columns = listed(written)
    wanted = set(columns)
    for _, found, whole in indexed(case, name(holes["table"])):
        if whole and set(found[: len(wanted)]) == wanted:
            return None
    return Hit({"columns": written}, f"No index begins with {', '.join(columns)}.")
