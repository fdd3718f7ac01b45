"""Drizzle's transaction is ended by a file that cannot be run again when it failed half way."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.checks.in_drizzle_transaction import check as in_drizzle_transaction
from sterna.review.names import name
from sterna.review.pending import Step
from sterna.sql.pattern import fits

_AGAIN: Final = (
    "SET ...",
    "RESET ...",
    "ANALYZE ...",
    "COMMENT ON ...",
    "ALTER TABLE _table VALIDATE CONSTRAINT _constraint",
    "ALTER TABLE _table ALTER COLUMN _column SET ...",
    "ALTER TABLE _table ALTER COLUMN _column DROP NOT NULL",
    "ALTER TABLE _table ALTER COLUMN _column DROP DEFAULT",
)
"""What does no harm when it runs a second time, beside what says `IF EXISTS`, `IF NOT EXISTS` or `OR REPLACE`."""
_GUARDS: Final = (("IF", "EXISTS"), ("IF", "NOT", "EXISTS"), ("OR", "REPLACE"))
_BUILT: Final = "CREATE ... INDEX CONCURRENTLY _index ON _table ..."
_CLEARED: Final = ("DROP INDEX _index ...", "DROP INDEX CONCURRENTLY _index ...")


def check(case: Case) -> Hit | None:
    """Find it unless all of the file can be run again, and a BEGIN gives Drizzle a transaction back."""
    step = case.step
    if in_drizzle_transaction(case) is None:
        return None
    own = [other for other in case.pending.steps if other.migration is step.migration and other is not step]
    later = [other for other in own if other.number > step.number]
    opened = next((at for at, other in enumerate(later) if other.part.keys[0] in ("BEGIN", "START")), -1)
    if step.part.keys[0] not in ("COMMIT", "END") or opened < 0:
        return Hit(detail="" if opened >= 0 else "No `BEGIN` follows: later files run without a transaction as well.")
    alone = [other for other in own if other.number < step.number] + later[:opened]
    # What runs in the transaction that the file opens is all or nothing again, together with Drizzle's own note.
    closed = any(other.part.keys[0] in ("COMMIT", "END", "ROLLBACK") for other in later[opened:])
    return Hit() if closed or not all(_again(other, alone) for other in alone) else None


def _again(step: Step, alone: list[Step]) -> bool:
    keys = step.part.keys
    if any(keys[at : at + len(guard)] == guard for guard in _GUARDS for at in range(len(keys))):
        return True
    if any(fits(pattern, step.part.words) for pattern in _AGAIN):
        return True
    built = fits(_BUILT, step.part.words)
    return built is not None and any(
        name(cleared.holes["index"])[1] == name(built.holes["index"])[1]
        for earlier in alone
        if earlier.number < step.number and "EXISTS" in earlier.part.keys
        for pattern in _CLEARED
        if (cleared := fits(pattern, earlier.part.words))
    )
