"""Runs of `sterna migrate` inside a test, and what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sterna import history
from sterna.history.model import Migration
from sterna.runbook.migrate import migrate
from sterna.runbook.plan import plan
from sterna.runbook.run import Applied
from sterna.runbook.standing import Standing, stand
from sterna.runbook.turn import Patience
from sterna.sql.statement import Statement
from tests.runbook.conftest import Production

QUICK = Patience(turn=20, lock=0.3, statement=30, retries=2, pause=0.05)


@dataclass
class Heard:
    """A watcher that remembers."""

    statements: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def starts(self, migration: Migration, statement: Statement) -> None:
        """Remember a statement."""
        self.statements.append(f"{migration.tag}:{statement.number}")

    def ended(self, seconds: float) -> None:
        """Remember nothing."""

    def note(self, text: str) -> None:
        """Remember a note."""
        self.notes.append(text)


def standing(production: Production, folder: Path) -> Standing:
    """Look at a database."""
    with production.target.connect() as connection:
        return stand(connection, history.read(folder), None)


def run(
    production: Production,
    folder: Path,
    *,
    heard: Heard | None = None,
    patience: Patience = QUICK,
    one_by_one: bool = False,
    out_of_order: bool = False,
    built: Mapping[tuple[str, str], str] | None = None,
) -> tuple[Applied, ...]:
    """Apply what is pending, without a proof."""
    found = history.read(folder)
    arranged = plan(standing(production, folder), found.faults, one_by_one=one_by_one, out_of_order=out_of_order)
    return migrate(production.target, found, arranged, patience=patience, watcher=heard or Heard(), built=built)


def tags(production: Production, folder: Path) -> list[str]:
    """Return the tags that the tracking table has, by hash."""
    names = {migration.hash: migration.tag for migration in history.read(folder).migrations}
    return [names[digest or ""] for digest, _ in production.tracked()]
