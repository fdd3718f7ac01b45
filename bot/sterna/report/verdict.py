"""What a verdict means, in words."""

from __future__ import annotations

from typing import Final

from sterna.postgres.observation import BLOCKS
from sterna.rollback.model import Rollback, Verdict

MEANING: Final = {
    Verdict.EXACT: "the schema came back exactly",
    Verdict.COLUMN_ORDER: "the schema came back, but some columns stand in another order",
    Verdict.STRUCTURE: "the schema came back, the rows or values that are named do not",
    Verdict.BY_HAND: "the way back stops, or something differs afterwards: a person has to finish it",
    Verdict.FAILED: "the migration itself does not run",
    Verdict.NOT_PROVEN: "it could not be run, so nothing was seen of it",
}
"""For each verdict what up, down and up again showed."""


def headline(rollback: Rollback, server: str) -> str:
    """Return the verdict with what it means and where it was seen, without a full stop."""
    if rollback.verdict.proven:
        return f"{rollback.verdict}: proven on {server}, {MEANING[rollback.verdict]}"
    return f"{rollback.verdict}: {MEANING[rollback.verdict]}"


def remark(rollback: Rollback) -> str:
    """Return what is said of a verdict beside the list of what does not come back."""
    listed = f"not brought back: {'; '.join(rollback.lost_rows)}"
    return rollback.reason.removeprefix(listed).lstrip("; ") if rollback.lost_rows else rollback.reason


def locks(rollback: Rollback) -> list[str]:
    """Return the locks of the way back that make others wait: for each table the strongest, and what takes it."""
    found: dict[str, str] = {}
    for lock in rollback.locks:
        if lock.mode in BLOCKS:
            number = lock.statement.number
            long = f"from statement {number} to the end" if rollback.together else f"statement {number}"
            found[lock.table] = f"{lock.mode} on {lock.table} ({long})"
    written = {rewrite.table for rewrite in rollback.rewrites}
    return [text + (", and writes it anew" if table in written else "") for table, text in sorted(found.items())]
