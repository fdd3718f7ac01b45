"""One trial of a way back: up, down and up again on tables that hold rows, with a dump between."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sterna.postgres import catalog as catalogs
from sterna.postgres import replay, undumped
from sterna.postgres.connection import SqlError
from sterna.postgres.locks import Sight, Watch
from sterna.postgres.replay import Seen
from sterna.rollback import rows
from sterna.rollback.mirror import mirror
from sterna.rollback.repeat import repeatable
from sterna.rollback.touched import behind, touched
from sterna.rollback.witness import Comparison, Likeness, compare
from sterna.sql.kind import ends_transaction
from sterna.sql.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sterna.history.model import Migration
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.postgres.observation import Failure
    from sterna.postgres.replay import Run
    from sterna.rollback.bench import Bench
    from sterna.rollback.plan import Plan


@dataclass(frozen=True, slots=True)
class Stage:
    """A migration that was run on the history: the catalog and the dump on both sides, and the plan of the way back.

    `pristine` is the database before the migration, `base` the one before the whole history. `deleting` takes rows back
    that the migration writes out, by the number of their statement. `written` is the way back that a person wrote, if
    one did.
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


@dataclass(frozen=True, slots=True)
class Raised:
    """A copy on which the migration ran: what its statements took, which rows were there, and why none if none.

    `looked` are the tables whose rows were looked at, `filled` those that were given rows; `activity`, `beside` and
    `views` (what materialized views held) are what was there before the migration.
    """

    database: str
    seen: Seen
    image: dict[tuple[str, str], rows.Image] | None
    unfilled: tuple[tuple[str, str], ...]
    with_rows: Failure | None
    looked: frozenset[int]
    filled: frozenset[int]
    activity: dict[int, str]
    beside: undumped.Undumped
    views: dict[tuple[str, str], rows.Image]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way back was seen to do.

    `refused` is the statement that PostgreSQL did not take and its error. `again` is empty, or says how the second time
    up differs from the first. `lost` names rows and values that were not the same afterwards, `counters` the sequences
    that go on elsewhere, `restored` the tables whose rows the migration was seen to change and the way back to bring
    back, `tried` those that held rows, `filled` the OIDs of those that were given some.
    """

    statements: tuple[str, ...]
    seen: Seen = field(default_factory=Seen)
    comparison: Comparison | None = None
    refused: tuple[str, SqlError] | None = None
    again: str = ""
    lost: tuple[str, ...] = ()
    counters: tuple[tuple[str, str], ...] = ()
    unfilled: tuple[tuple[str, str], ...] = ()
    with_rows: Failure | None = None
    tried: frozenset[tuple[str, str]] = frozenset()
    sights: tuple[Sight, ...] = ()
    restored: frozenset[tuple[str, str]] = frozenset()
    filled: frozenset[int] = frozenset()

    @property
    def proved(self) -> bool:
        """Tell whether the schema came back."""
        return self.comparison is not None and self.comparison.alike


def attempt(bench: Bench, stage: Stage, statements: Sequence[str]) -> Trial:
    """Go up, down by these statements and up again on a copy; raise SqlError only when the server is gone.

    Where rows of other tables were written on the way, it is done once more with those filled and looked at.
    """
    more: frozenset[int] = frozenset()
    while True:
        trial, others = _attempt(bench, stage, statements, more)
        if not others:
            return trial
        more |= others


def _attempt(
    bench: Bench, stage: Stage, statements: Sequence[str], more: frozenset[int]
) -> tuple[Trial, frozenset[int]]:
    """Return the trial, and the tables whose rows were written though nobody looked at them."""
    with raised(bench, stage, more) as up:
        moved = _moved(bench, stage, up)
        with (
            bench.limited(stage.migration.tag, f"{stage.migration.tag}: the way back"),
            bench.session(up.database) as connection,
        ):
            sights, refused = _down(connection, stage.migration, statements)
            now = {} if refused else undumped.activity(connection)
        others = {oid for oid, seen in now.items() if up.activity.get(oid, seen) != seen} - up.looked
        if others & stage.before.relations.keys():
            return Trial(tuple(statements)), frozenset(others & stage.before.relations.keys())
        facts: dict[str, Any] = {
            "statements": tuple(statements),
            "seen": up.seen,
            "unfilled": up.unfilled,
            "with_rows": up.with_rows,
            "tried": frozenset(table for table, image in (up.image or {}).items() if image.count),
            "sights": sights,
            "filled": up.filled,
        }
        if refused is not None:
            return Trial(**facts, refused=refused), frozenset()
        dump = bench.server.dump(up.database)
        comparison = compare(stage.before_dump, dump)
        if not comparison.alike:
            comparison = _canonical(bench, stage, dump, comparison)
        if comparison.alike:
            with (
                bench.limited(stage.migration.tag, f"{stage.migration.tag}: reading rows"),
                bench.session(up.database) as connection,
            ):
                beside = undumped.look(connection)
                now_held = catalogs.read(connection, stage.before)
                facts["lost"] = (
                    *(_lost(connection, now_held, up.image) if up.image else ()),
                    *_held(connection, now_held, stage.before, up.views),
                    *beside.lost(up.beside),
                )
                facts["counters"] = beside.counted(up.beside)
            if versions := beside.versions(up.beside):
                comparison = Comparison(Likeness.DIFFERS, versions)
        again = _again(bench, stage, up.database) if comparison.alike else ""
        lost = facts.get("lost", ())
        restored = frozenset(table for table in moved if not any(f"{table[0]}.{table[1]}" in line for line in lost))
        return Trial(**facts, comparison=comparison, again=again, restored=restored), frozenset()


@contextmanager
def raised(bench: Bench, stage: Stage, more: frozenset[int] = frozenset()) -> Iterator[Raised]:
    """Copy the database before the migration, fill what it touches, and run it: statement by statement, else as one.

    `more` are tables to fill and to look at besides. Where it does not run on rows, the table in question stays empty,
    else all do, and that is told.
    """
    with_rows: Failure | None = None
    failure: Failure | None = None
    tables = touched(stage.before, stage.after, stage.statements, stage.by_hand) | more
    choices = [tables, frozenset[int]()] if tables else [tables]
    while choices:
        filled = choices.pop(0)
        for apart in (True, False):
            with ExitStack() as stack:
                database = stack.enter_context(bench.copied(stage.pristine))
                connection = stack.enter_context(bench.session(database))
                unfilled: tuple[tuple[str, str], ...] = ()
                image = None
                if filled:
                    with bench.limited(stage.migration.tag, f"{stage.migration.tag}: filling tables with rows"):
                        unfilled = rows.seed(connection, stage.before, tables=filled, seconds=bench.patience).unfilled
                        if stage.written is not None:
                            mirror(connection, stage.before, stage.statements)
                        undumped.leave_gaps(connection, filled)
                if tables:
                    # Without our rows there are still those that the history brought.
                    image = rows.fingerprint(connection, stage.before, tables)
                views = rows.fingerprint(connection, stage.before, stage.views) if stage.views else {}
                beside, activity = undumped.look(connection), undumped.activity(connection)
                if apart:
                    seen = replay.watch(connection, stage.statements, bench.guard(stage.migration.tag))
                else:
                    seen = Seen(failure=replay.together(connection, stage.statements, bench.guard(stage.migration.tag)))
                undumped.activity(connection)
                connection.close()
                if seen.failure is None:
                    yield Raised(database, seen, image, unfilled, with_rows, tables, filled, activity, beside, views)
                    return
                failure = seen.failure
        if with_rows is None and failure is not None and filled:
            with_rows = failure
            rest = filled - behind(stage.before, failure.statement)
            if rest and rest != filled:
                choices.insert(0, rest)
    if failure is not None:
        raise NotAgain(failure)


class NotAgain(Exception):
    """A migration that ran on the history does not run on a copy of the same database."""

    def __init__(self, failure: Failure) -> None:
        """Keep what PostgreSQL said."""
        super().__init__(failure.message)
        self.failure = failure


def _moved(bench: Bench, stage: Stage, up: Raised) -> frozenset[tuple[str, str]]:
    """Return the tables whose rows the migration changed; only what a person wrote can bring those back."""
    if stage.written is None or up.image is None:
        return frozenset()
    with (
        bench.limited(stage.migration.tag, f"{stage.migration.tag}: reading rows"),
        bench.session(up.database) as connection,
    ):
        catalog = catalogs.read(connection, stage.before)
        there = [table.oid for table in catalog.tables if (table.schema, table.name) in up.image]
        now = rows.fingerprint(connection, catalog, there)
    return frozenset(table for table, image in up.image.items() if now.get(table) != image)


def _down(
    connection: Connection, migration: Migration, statements: Sequence[str]
) -> tuple[tuple[Sight, ...], tuple[str, SqlError] | None]:
    """Run the way back in one transaction, and see what each statement takes; or leave none of it."""
    eye = Watch(connection)
    # As a person would send it: a function whose body is not valid at that moment is refused.
    connection.run("RESET check_function_bodies; BEGIN")
    sights: list[Sight] = []
    text = "COMMIT"
    try:
        for number, text in enumerate(statements, start=1):
            statement = Statement(text, migration.down, number=number)
            if ends_transaction(statement):
                raise SqlError("", "a way back is one transaction, and this would end it")
            sights.append(eye.within(statement))
        connection.run("COMMIT")
    except SqlError as error:
        if connection.in_transaction:
            connection.run("ROLLBACK")
        return (), (text, error)
    return tuple(sights), None


def _held(
    connection: Connection, catalog: Catalog, before: Catalog, views: dict[tuple[str, str], rows.Image]
) -> Iterator[str]:
    """Name the materialized views that hold something else; one that was made anew holds what its query gives."""
    if views:
        same = {one.oid for (schema, name) in views if (one := before.table(schema, name))} & catalog.relations.keys()
        now = rows.fingerprint(connection, catalog, same)
        for schema, name in sorted(now.keys() & views.keys()):
            if now[schema, name] != views[schema, name]:
                yield f"what materialized view {schema}.{name} held"


def _lost(connection: Connection, catalog: Catalog, image: dict[tuple[str, str], rows.Image]) -> tuple[str, ...]:
    there = [table.oid for table in catalog.tables if (table.schema, table.name) in image]
    changes = rows.compare(image, rows.fingerprint(connection, catalog, there))
    stay = tuple(f"rows added to {schema}.{table} stay" for (schema, table), _ in changes.extra)
    return changes.lost + stay


def _again(bench: Bench, stage: Stage, database: str) -> str:
    with bench.session(database) as connection:
        if stage.run.refused is None:
            failure = replay.together(connection, stage.statements, bench.guard(stage.migration.tag))
        else:
            failure = replay.watch(connection, stage.statements, bench.guard(stage.migration.tag)).failure
    if failure is not None:
        return f"it does not go up again: {failure.message} (SQLSTATE {failure.sqlstate}) at {failure.statement.place}"
    comparison = compare(stage.after_dump, bench.server.dump(database))
    if comparison.alike:
        return ""
    return f"going up again leads elsewhere: {'; '.join(comparison.residue[:3])}"


def _canonical(bench: Bench, stage: Stage, dump: str, comparison: Comparison) -> Comparison:
    """Compare what the two dumps print after they were read back; only if what differs could be read back."""
    (first, refused), (second, refused_too) = (bench.canonical(stage.base, text) for text in (stage.before_dump, dump))
    if refused != refused_too or comparison.differing & refused:
        return comparison
    canonical = compare(first, second)
    return canonical if canonical.alike else comparison
