"""Another index begins with the columns of a new one."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.columns import indexed
from sterna.review.names import column, name


def check(case: Case) -> Hit | None:
    """Look for another index on the whole table that begins with the same columns in the same order."""
    own = column(case.holes["index"])
    # An order, an operator class or an expression makes an index another thing; those are left alone.
    keys = case.step.part.keys
    if not {"WHERE", "DESC", "INCLUDE", "NULLS", "COLLATE"}.isdisjoint(keys):
        return None
    found = list(indexed(case, name(case.holes["table"])))
    mine = next((columns for named, columns, whole in found if named == own and whole), ())
    if not mine or any("(" in one for one in mine):
        return None
    for named, columns, whole in found:
        if whole and named and named != own and columns[: len(mine)] == mine:
            return Hit(detail=f"{named} begins with {', '.join(mine)} too.")
    return None
