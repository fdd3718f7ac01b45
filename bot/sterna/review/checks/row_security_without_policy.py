"""Row level security is switched on for a table that has no policy."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import name
from sterna.sql.pattern import fits

_ALLOWED: Final = "CREATE POLICY _policy ON _table ..."


def check(case: Case) -> Hit | None:
    """Find a table that was there, had it off, and has no policy after the migration."""
    wanted = name(case.holes["table"])
    table = case.before.table(*wanted) if case.before else None
    if table is not None and table.row_security:
        return None
    if case.after is not None:
        there = case.after.table(*wanted)
        if there is None or any(policy.table == there.oid for policy in case.after.policies.values()):
            return None
    for step in case.pending.steps:
        allowed = fits(_ALLOWED, step.part.words)
        if allowed and name(allowed.holes["table"]) == wanted:
            return None
    return Hit()
