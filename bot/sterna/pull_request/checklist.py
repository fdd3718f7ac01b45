"""The boxes of the section: what must be shown, and what has been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sterna.guide import ChecklistItem, Evidence, Guide
from sterna.history.model import Migration
from sterna.rollback.model import Rollback

SECTION: Final = "Testing"
"""The heading below which a page of the guide lists what a pull request has to show for each migration."""

# The lines of the form that the guide shows, for guides that list none.
_FORM: Final = (
    ("testing/dev", "Migration runs successfully on dev", Evidence.REPLAY),
    ("testing/staging", "Migration runs successfully on staging", Evidence.STAGING),
    ("testing/tests", "Tests pass with new schema", Evidence.TESTS_PASS),
    ("testing/rollback", "Rollback tested on dev", Evidence.PROOF),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A box of one migration.

    `id` is `page/name@digest`; the digest is of the migration's tag and bytes: another migration has other boxes.
    `done` says that there is evidence, and `evidence` where it is from, or what speaks against it.
    """

    id: str
    text: str
    done: bool
    evidence: str = ""


def testing(guide: Guide) -> tuple[ChecklistItem, ...]:
    """Return what a pull request has to show for each migration: the guide's list, or the four lines of the form."""
    listed = tuple(item for item in guide.checklist if item.section == SECTION)
    return listed or tuple(ChecklistItem(name, text, evidence, Path(), 0, SECTION) for name, text, evidence in _FORM)


def digest(migration: Migration) -> str:
    """Return twelve hexadecimal digits that change with the tag or with any byte of the migration."""
    return sha256(f"{migration.tag}\n{migration.hash}".encode()).hexdigest()[:12]


def items(
    listed: Sequence[ChecklistItem], migration: Migration, rollback: Rollback | None, server: str
) -> tuple[Item, ...]:
    """Return the boxes of a migration with the evidence that a run on a private server gave; `server` names it."""
    return tuple(
        Item(f"{one.id}@{digest(migration)}", one.text, *_shown(one.evidence, rollback, server)) for one in listed
    )


def _shown(evidence: Evidence, rollback: Rollback | None, server: str) -> tuple[bool, str]:
    observation = rollback.observation if rollback is not None else None
    if rollback is None or evidence not in (Evidence.REPLAY, Evidence.PROOF):
        return False, ""
    if evidence is Evidence.REPLAY:
        if observation is None:
            return False, "it was not run"
        if observation.failure is not None:
            failed = observation.failure
            return False, f"it fails on {server} at statement {failed.statement.number}, line {failed.statement.line}"
        if observation.outside_transaction is not None:
            return False, f"it ran on {server}, but not in the one transaction that Drizzle uses"
        return True, f"ran on {server} after all migrations before it"
    if rollback.verdict.proven:
        return True, f"{rollback.verdict}, on {server}"
    return False, str(rollback.verdict)
