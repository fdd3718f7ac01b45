"""What a verdict means, in words."""

from __future__ import annotations

from typing import Final

from sterna.rollback.model import Rollback, Verdict

MEANING: Final = {
    Verdict.EXACT: "the schema came back exactly",
    Verdict.COLUMN_ORDER: "the schema came back, but some columns stand in another order",
    Verdict.STRUCTURE: "the schema came back, the rows or values that are named do not",
    Verdict.BY_HAND: "a person has to write what no program can know",
    Verdict.FAILED: "the migration or its way back was refused",
    Verdict.NOT_PROVEN: "something differs afterwards, or could not be run",
}
"""For each verdict what up, down and up again showed."""


def headline(rollback: Rollback, server: str) -> str:
    """Return the verdict with what it means and where it was seen, without a full stop."""
    if rollback.verdict.proven:
        return f"{rollback.verdict}: proven on {server}, {MEANING[rollback.verdict]}"
    return f"{rollback.verdict}: {MEANING[rollback.verdict]}"
