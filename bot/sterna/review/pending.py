"""The pending migrations, part by part, as they will run: in which transaction, and after what was created."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sterna.history.model import Migration
from sterna.postgres.observation import Observation
from sterna.review.names import Name, name
from sterna.sql.matcher import Match
from sterna.sql.normal import Unreadable
from sterna.sql.parts import Part, parts
from sterna.sql.pattern import first_fit, fits
from sterna.sql.split import line_starts, position
from sterna.sql.statement import Statement

AUTOCOMMIT: Final = 0
"""The transaction of a statement that runs in none."""
DRIZZLES: Final = 1
"""The transaction that Drizzle opens; a file that ends it and opens another has its own."""

_CREATED: Final = (
    "CREATE TABLE _table ...",
    "CREATE UNLOGGED TABLE _table ...",
    "CREATE FOREIGN TABLE _table ...",
    "CREATE TEMP TABLE _table ...",
    "CREATE TEMPORARY TABLE _table ...",
    "CREATE ... VIEW _table AS ...",
    "CREATE ... VIEW _table WITH ...",
    "CREATE ... VIEW _table (_columns) ...",
    "CREATE SEQUENCE _table ...",
    "SELECT ... INTO _table FROM ...",
)
_RENAMED: Final = (
    "ALTER TABLE _table RENAME TO _name",
    "ALTER VIEW _table RENAME TO _name",
    "ALTER INDEX _table RENAME TO _name",
    "ALTER SEQUENCE _table RENAME TO _name",
)
_MOVED: Final = "ALTER TABLE _table SET SCHEMA _schema"
_DROPPED: Final = (
    "DROP TABLE _table ...",
    "DROP VIEW _table ...",
    "DROP MATERIALIZED VIEW _table ...",
    "DROP INDEX ... _table ...",
)
_INDEXED: Final = ("CREATE ... INDEX _index ON _table ...", "CREATE ... INDEX CONCURRENTLY _index ON _table ...")
FILLED: Final = ("INSERT INTO _table ...", "COPY _table ...", "CREATE TABLE _table AS ...")
"""What puts rows into a table, also into one that is new."""
_ATTACHED: Final = "ALTER TABLE _table ATTACH PARTITION _partition ..."
_TYPED: Final = "CREATE TYPE _type AS ..."


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One part of one statement; only itself is the same.

    `number` counts from 0 through the whole pending set, `transaction` from 1 (AUTOCOMMIT: none). `new` holds the
    tables, views, indexes, sequences and types that the pending set created before this step or in it.
    """

    number: int
    migration: Migration
    statement: Statement
    part: Part
    transaction: int
    new: frozenset[Name]
    observation: Observation | None = None

    @property
    def around(self) -> str:
        """Say in a sentence who opened the transaction; empty where there is none."""
        if self.transaction == AUTOCOMMIT:
            return ""
        drizzles = self.transaction == DRIZZLES
        return "Drizzle runs all that waits in one transaction." if drizzles else "The file opens the transaction."

    @property
    def place(self) -> tuple[int, int]:
        """Return line and column of the part in its file, from 1."""
        starts = line_starts(self.statement.text)
        return position(starts, self.part.offset, self.statement.line, self.statement.column)

    def is_new(self, relation: str) -> bool:
        """Tell whether a relation, as it is written, was created in the pending set."""
        return name(relation) in self.new


@dataclass(frozen=True, slots=True)
class Unread:
    """A statement that cannot be read, and why."""

    migration: Migration
    statement: Statement
    why: str


@dataclass(frozen=True)
class Pending:
    """All steps in order. `drizzle` says that Drizzle runs them, in one transaction."""

    steps: tuple[Step, ...]
    unread: tuple[Unread, ...]
    drizzle: bool

    def before(self, step: Step) -> tuple[Step, ...]:
        """Return the steps that run before this one, nearest last."""
        return self.steps[: step.number]

    def together(self, step: Step) -> tuple[Step, ...]:
        """Return the steps of the transaction of this one, this one included; a lone statement's own parts."""
        if step.transaction == AUTOCOMMIT:
            return tuple(other for other in self.steps if other.statement is step.statement)
        return self._transactions[step.transaction]

    def session(self, step: Step) -> tuple[Step, ...]:
        """Return the steps before this one in its session: Drizzle has one for all, a plain file has its own."""
        before = self.before(step)
        return before if self.drizzle else tuple(one for one in before if one.migration is step.migration)

    def fitting(self, *patterns: str) -> tuple[tuple[Step, Match], ...]:
        """Return the steps that one of the patterns fits, in order, each with the match of the first that does."""
        if patterns not in self._fitting:
            found = ((step, first_fit(patterns, step.part.words)) for step in self.steps)
            self._fitting[patterns] = tuple((step, match) for step, match in found if match)
        return self._fitting[patterns]

    @cached_property
    def _fitting(self) -> dict[tuple[str, ...], tuple[tuple[Step, Match], ...]]:
        return {}

    @cached_property
    def _transactions(self) -> dict[int, tuple[Step, ...]]:
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.transaction, []).append(step)
        return {transaction: tuple(steps) for transaction, steps in found.items()}


@dataclass(slots=True)
class _Walk:
    """What is known on the way through the pending set."""

    transaction: int
    opened: int = DRIZZLES
    new: frozenset[Name] = field(default_factory=frozenset)
    filled: frozenset[Name] = field(default_factory=frozenset)

    def control(self, keys: tuple[str, ...]) -> None:
        """Follow BEGIN, COMMIT and ROLLBACK."""
        first = keys[0]
        if first == "BEGIN" or keys[:2] == ("START", "TRANSACTION"):
            if self.transaction == AUTOCOMMIT:
                self.opened += 1
                self.transaction = self.opened
        elif first in ("COMMIT", "END", "ROLLBACK", "ABORT") and "TO" not in keys and "PREPARED" not in keys:
            self.transaction = AUTOCOMMIT

    def create(self, part: Part) -> None:
        """Follow what creates, renames, moves and drops."""
        words = part.words
        for pattern in _CREATED:
            if found := fits(pattern, words):
                self.new |= {name(found.holes["table"])}
        for pattern in _INDEXED:
            if (found := fits(pattern, words)) and name(found.holes["table"]) in self.new:
                self.new |= {(name(found.holes["table"])[0], name(found.holes["index"])[1])}
        if found := fits(_TYPED, words):
            self.new |= {name(found.holes["type"])}
        for pattern in _RENAMED:
            if (found := fits(pattern, words)) and (old := name(found.holes["table"])) in self.new:
                self.new = self.new - {old} | {(old[0], name(found.holes["name"])[1])}
        if (found := fits(_MOVED, words)) and (old := name(found.holes["table"])) in self.new:
            self.new = self.new - {old} | {(name(found.holes["schema"])[1], old[1])}

    def drop(self, part: Part) -> None:
        """Forget what is dropped, and what becomes part of a table that is in use and holds rows."""
        for pattern in _DROPPED:
            if found := fits(pattern, part.words):
                self.new -= {name(found.holes["table"])}
        if (found := fits(_ATTACHED, part.words)) and name(found.holes["table"]) not in self.new:
            self.new -= {name(found.holes["partition"])} & self.filled
        for pattern in FILLED:
            if found := fits(pattern, part.words):
                self.filled |= {name(found.holes["table"])}


def pending(
    migrations: Sequence[Migration], *, drizzle: bool, observations: Mapping[str, Observation] | None = None
) -> Pending:
    """Walk through the pending migrations in their order."""
    walk = _Walk(transaction=DRIZZLES if drizzle else AUTOCOMMIT)
    steps: list[Step] = []
    unread: list[Unread] = []
    for migration in migrations:
        observation = (observations or {}).get(migration.tag)
        # A session of its own: what the file before left open was rolled back.
        walk.transaction = walk.transaction if drizzle else AUTOCOMMIT
        for statement in migration.statements:
            try:
                found = parts(statement)
            except Unreadable as error:
                unread.append(Unread(migration, statement, str(error)))
                continue
            steps.extend(_steps(walk, len(steps), migration, statement, found, observation))
    return Pending(tuple(steps), tuple(unread), drizzle)


def _steps(
    walk: _Walk,
    number: int,
    migration: Migration,
    statement: Statement,
    found: tuple[Part, ...],
    observation: Observation | None,
) -> Iterator[Step]:
    for part in found:
        walk.create(part)
        yield Step(number, migration, statement, part, walk.transaction, walk.new, observation)
        number += 1
        walk.drop(part)
        if not part.nested:
            walk.control(part.keys)
