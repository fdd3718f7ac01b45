"""A statement in the one transaction in which Drizzle runs all pending migrations."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit

_DRIZZLE: Final = 1
"""The number of Drizzle's own transaction; a file that ends it and opens another has its own."""


def check(case: Case) -> Hit | None:
    """Find a statement that runs before anything has ended the transaction. Code inside a `DO` block does not count."""
    step = case.step
    return Hit() if case.pending.drizzle and step.transaction == _DRIZZLE and not step.part.nested else None
