"""A run of `sterna migrate` in a process of its own, which kills itself, or is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from sterna import history
from sterna.history.model import Migration
from sterna.postgres.target import target
from sterna.runbook.migrate import migrate
from sterna.runbook.plan import plan
from sterna.runbook.standing import stand
from sterna.runbook.turn import Patience
from sterna.sql.statement import Statement

DEFINITION = "CREATE INDEX a_v ON public.a USING btree (v)"
BUILT = {("public", "a_v"): DEFINITION}


class Fuse:
    """A watcher that kills its process, as `kill -9` does, at one of the moments before and after each statement."""

    def __init__(self, moment: int) -> None:
        """Kill at this moment, counted from 0."""
        self.left = moment

    def starts(self, migration: Migration, statement: Statement) -> None:  # noqa: ARG002 (a watcher's form)
        """Be one moment nearer."""
        self._burn()

    def ended(self, seconds: float) -> None:  # noqa: ARG002 (a watcher's form)
        """Be one moment nearer."""
        self._burn()

    def note(self, text: str) -> None:
        """Go on."""

    def _burn(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def deploy(url: str, folder: str, moment: int, one_by_one: bool) -> None:
    """Apply what is pending, and be killed at a moment."""
    way = target(url, "DATABASE_URL")
    found = history.read(Path(folder))
    with way.connect() as connection:
        arranged = plan(stand(connection, found, None), found.faults, one_by_one=one_by_one)
    migrate(way, found, arranged, patience=Patience(turn=60, lock=5), watcher=Fuse(moment), built=BUILT)
