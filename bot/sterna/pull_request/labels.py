"""Which labels a pull request should have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sterna.guide import Harm
from sterna.pull_request.impact import Downtime
from sterna.pull_request.section import Entry
from sterna.pull_request.settings import Labels
from sterna.review import Finding

COLOURS: Final = {
    "migration": "1d76db",
    "data_loss": "b60205",
    "needs_downtime": "d93f0b",
    "rollback_proven": "0e8a16",
}
"""The colours that missing labels are created with, by setting."""

MEANINGS: Final = {
    "migration": "Changes the database schema",
    "data_loss": "Rows or values cannot be brought back",
    "needs_downtime": "The application has to stop, or reads wait",
    "rollback_proven": "The way back was run and the schema came back",
}


def wanted(names: Labels, entries: Sequence[Entry], findings: Sequence[Finding], *, heard: bool) -> frozenset[str]:
    """Return the names for a pull request with these migrations; `heard` says that every one of them was run."""
    found = {names.migration}
    if any(entry.rollback.lost_rows for entry in entries) or any(one.harm is Harm.LOST_DATA for one in findings):
        found.add(names.data_loss)
    if any(entry.impact.downtime is Downtime.WINDOW for entry in entries):
        found.add(names.needs_downtime)
    if heard and entries and all(entry.rollback.verdict.proven for entry in entries):
        found.add(names.rollback_proven)
    return frozenset(found - {""})
