"""An UPDATE or DELETE that does not say how many rows it may touch."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.rows import bounded


def check(case: Case) -> Hit | None:
    """Find a data statement with a condition that may be true for any number of rows.

    Without any condition it is a finding of its own: update-without-where, delete-without-where.
    """
    part = case.step.part
    return Hit() if "WHERE" in part.keys and not bounded(part) else None
