"""The constraint that is dropped is a primary key."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.names import column, name


def check(case: Case) -> Hit | None:
    """Look the constraint up in the catalog; without one, go by the names that PostgreSQL and Drizzle give."""
    constraint = column(case.holes["name"])
    if case.before is None:
        return Hit() if constraint.endswith(("_pkey", "_pk")) else None
    table = case.before.table(*name(case.holes["table"]))
    held = case.before.constraints_of(table.oid) if table else ()
    return Hit() if any(one.name == constraint and one.kind == "p" for one in held) else None
