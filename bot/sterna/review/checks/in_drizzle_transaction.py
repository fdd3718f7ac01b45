"""A statement in the one transaction in which Drizzle runs all pending migrations."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.pending import DRIZZLES


def check(case: Case) -> Hit | None:
    """Find a statement that runs before anything has ended the transaction. Code inside a `DO` block does not count."""
    step = case.step
    return Hit() if step.transaction == DRIZZLES and not step.part.nested else None
