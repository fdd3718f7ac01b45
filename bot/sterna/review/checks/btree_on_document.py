"""A btree on a column that holds a document or an array."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.columns import listed, type_of
from sterna.review.names import name
from sterna.sql.quote import name as quoted


def check(case: Case) -> Hit | None:
    """Look the types of the columns up."""
    table = name(case.holes["table"])
    for column in listed(case.holes["columns"]):
        found = type_of(case, table, column)
        if found in ("json", "jsonb") or found.endswith("[]"):
            return Hit({"columns": quoted(column)}, f"{column} is {found}.")
    return None
