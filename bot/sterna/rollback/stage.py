"""A migration on its history: what it was seen to do, and what its way back begins from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sterna.rollback.repeat import repeatable
from sterna.sql.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sterna.history.model import Migration
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.observation import Failure
    from sterna.postgres.replay import Run
    from sterna.rollback.plan import Plan


@dataclass(frozen=True, slots=True)
class Stage:
    """A migration that was run on the history: the catalog and the dump on both sides, and the plan of the way back.

    `pristine` is the database before the migration, `base` the one before the whole history. `deleting` takes rows back
    that the migration writes out, by the number of their statement. `written` is the way back that a person wrote, if
    one did. `provided` is what the server was given beforehand, and what earlier migrations could not give it. `beyond`
    tells that the roles of the whole server are others after the migration, `made` are those that its code made: a
    copy has to meet the server without them, or a condition in the code would lead elsewhere.
    """

    migration: Migration
    before: Catalog
    after: Catalog
    before_dump: str
    after_dump: str
    pristine: str
    base: str
    run: Run
    plan: Plan
    pending: Failure | None = None
    deleting: Mapping[int, str] = field(default_factory=dict)
    written: tuple[str, ...] | None = None
    provided: tuple[str, ...] = ()
    beyond: bool = False
    made: frozenset[str] = frozenset()

    @property
    def deletions(self) -> tuple[str, ...]:
        """Return what takes known rows back, the last first."""
        return tuple(text for _, text in sorted(self.deleting.items(), reverse=True))

    @property
    def way_back(self) -> tuple[str, ...]:
        """Return what is tried first: what a person wrote, else deletions of known rows and the plan."""
        if self.written is not None:
            return self.written
        return (*self.deletions, *self.plan.statements)

    @property
    def together(self) -> bool:
        """Tell whether the way back is one transaction: all are but files that people wrote into plain folders."""
        return self.written is None or self.migration.layout.drizzle

    @property
    def views(self) -> frozenset[int]:
        """Return the OIDs of the materialized views that are there on both sides."""
        there = (oid for oid, relation in self.before.relations.items() if relation.kind == "m")
        return frozenset(oid for oid in there if oid in self.after.relations)

    @property
    def by_hand(self) -> tuple[Statement, ...]:
        """Return the statements of the way back that a person wrote."""
        down = self.migration.down
        return tuple(Statement(text, down, number=number) for number, text in enumerate(self.written or (), start=1))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return what a copy has to run: all but roles."""
        return repeatable(self.migration.statements)
