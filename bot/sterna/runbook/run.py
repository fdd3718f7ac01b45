"""A run of `sterna migrate` while it lasts: what was asked of it, and what it has done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sterna.history.model import History, Migration
from sterna.postgres.connection import Connection
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import tracking
from sterna.runbook.plan import Group, Plan
from sterna.runbook.position import State, locate
from sterna.runbook.turn import Patience
from sterna.runbook.watcher import Watcher

NAME: Final = "sterna migrate"
"""How its sessions show in pg_stat_activity."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that is applied: by this run, in `seconds`, or by another one while we waited (None)."""

    tag: str
    statements: int
    seconds: float | None


@dataclass(slots=True)
class Run:
    """What all groups of one run share, and what is done so far.

    `built` holds definitions of indexes, as PostgreSQL prints them, by schema and name.
    """

    target: Target
    history: History
    plan: Plan
    patience: Patience
    watcher: Watcher
    built: Mapping[tuple[str, str], str]
    sleep: Callable[[float], None]
    done: list[Applied] = field(default_factory=list)

    @property
    def applied(self) -> list[str]:
        """Return the tags that this run applied."""
        return [one.tag for one in self.done if one.seconds is not None]

    @property
    def undone(self) -> list[str]:
        """Return the tags of the plan that are not applied yet."""
        done = {one.tag for one in self.done}
        return [migration.tag for migration in self.plan.migrations if migration.tag not in done]

    def still_pending(self, connection: Connection, group: Group) -> list[Migration]:
        """Look again under the lock: return what is still to be done; raise Problem where more than that changed."""
        rows = tracking.read(connection, self.plan.standing.table)
        states = {place.tag: place.state for place in locate(self.history, rows).places}
        for tag in group.tags:
            if states[tag] is State.AGAIN or (states[tag] is State.SKIPPED and tag not in self.plan.late):
                raise Problem(
                    f"The tracking table changed since the plan was made: {tag} would be skipped now.",
                    do="See `sterna status`, then run `sterna migrate` again.",
                    code=1,
                )
        return [migration for migration in group.migrations if states[migration.tag] in (State.PENDING, State.SKIPPED)]

    def note_done(self, group: Group, took: Mapping[str, float]) -> None:
        """Keep that a group is applied; `took` holds the seconds of those that this run applied, by tag."""
        for migration in group.migrations:
            self.done.append(Applied(migration.tag, len(migration.statements), took.get(migration.tag)))
            if migration.tag not in took:
                self.watcher.note(f"{migration.tag} was applied by another migrator meanwhile")
