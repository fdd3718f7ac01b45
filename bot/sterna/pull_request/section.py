"""The migration section of a pull request's description, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sterna.guide import ChecklistItem
from sterna.history.model import Migration
from sterna.pull_request.changes import sentences
from sterna.pull_request.checklist import Item, items
from sterna.pull_request.impact import Impact
from sterna.pull_request.measured import impact
from sterna.pull_request.sentence import Code, Sentence, say
from sterna.rollback.model import Rollback


@dataclass(frozen=True, slots=True)
class Entry:
    """What the section says of one migration.

    `path` is written as it is to be shown. `failure` says why there are no changes, and is None where there may be.
    """

    tag: str
    path: str
    changes: tuple[Sentence, ...]
    rollback: Rollback
    testing: tuple[Item, ...]
    impact: Impact
    failure: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """What the section says, migration by migration in the order in which they run. `server` is what it was seen on.

    `checklist` holds the boxes that are about all of them; `elsewhere` is where the SQL of the rollbacks stands when it
    is too long for a description, and `brief` leaves everything but the boxes to that place.
    """

    entries: tuple[Entry, ...]
    server: str
    checklist: tuple[Item, ...] = ()
    elsewhere: str = ""
    brief: bool = False


def section(
    pairs: Sequence[tuple[Migration, Rollback]], listed: Sequence[ChecklistItem], server: str, *, root: str = ""
) -> Section:
    """Put the section together from proofs and the guide's list; `root` is cut off the shown paths."""
    return Section(tuple(_entry(migration, rollback, listed, server, root) for migration, rollback in pairs), server)


def _entry(migration: Migration, rollback: Rollback, listed: Sequence[ChecklistItem], server: str, root: str) -> Entry:
    observation = rollback.observation
    failure = None
    if observation is None:
        failure = say("Not known, because it was not run: ", Code(rollback.reason))
    elif observation.failure is not None:
        failed = observation.failure
        # Drizzle rolls all of it back; a plain file has committed what came before.
        stays = "None" if migration.layout.drizzle else "None but what was committed before"
        failure = say(
            f"{stays}, because it fails at statement {failed.statement.number}, line {failed.statement.line}: ",
            Code(f"{failed.message} (SQLSTATE {failed.sqlstate})"),
        )
    return Entry(
        migration.tag,
        str(migration.path).removeprefix(root),
        sentences(observation) if observation is not None and failure is None else (),
        rollback,
        items(listed, migration, rollback, server),
        impact(observation),
        failure,
    )
