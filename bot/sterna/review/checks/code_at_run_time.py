"""SQL that nobody can read before it runs."""

from __future__ import annotations

from sterna.review.case import Case, Hit


def check(case: Case) -> Hit | None:
    """Find code that puts its SQL together while it runs."""
    return Hit() if case.step.part.opaque else None
