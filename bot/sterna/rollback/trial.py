"""Trials of a way back: up, down and up again on tables that hold rows, with a dump between."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sterna.postgres import catalog as catalogs
from sterna.postgres import replay, undumped
from sterna.postgres.calls import Called, calls, since
from sterna.postgres.connection import SqlError
from sterna.postgres.locks import Sight, Watch
from sterna.postgres.replay import Seen
from sterna.rollback import rows
from sterna.rollback.apart import statement_by_statement
from sterna.rollback.invented import GIVEN_UP
from sterna.rollback.losses import OF_SERVER
from sterna.rollback.raised import raised
from sterna.rollback.repeat import about_server
from sterna.rollback.witness import Comparison, Likeness, compare
from sterna.sql.kind import Kind, ends_transaction, kind, tables, verb
from sterna.sql.quote import folded
from sterna.sql.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.postgres.observation import Failure
    from sterna.rollback.bench import Bench
    from sterna.rollback.raised import Raised
    from sterna.rollback.stage import Stage


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way back was seen to do.

    `refused` is the statement that PostgreSQL did not take and its error. `again` is empty, or says how the second time
    up differs from the first. `lost` names rows and values that were not the same afterwards, `counters` the sequences
    that go on elsewhere, `restored` the tables whose rows the migration was seen to change and the way back to bring
    back, `tried` those that held rows, `filled` the OIDs of those that were given some. `called` is code of the
    database's own that ran on the way up or down, `idle` what a person wrote to change rows and met none.
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
    called: tuple[Called, ...] = ()
    idle: tuple[Statement, ...] = ()

    @property
    def proved(self) -> bool:
        """Tell whether the schema came back."""
        return self.comparison is not None and self.comparison.alike


def best(bench: Bench, stage: Stage) -> Trial:
    """Try the plan of the whole migration; where it does not prove, the others."""
    first = found = attempt(bench, stage, _sparing(stage, stage.way_back))
    others = _others(bench, stage, first)
    while not found.proved and stage.written is None:
        statements = next(others, None)
        if statements is None:
            break
        trial = attempt(bench, stage, statements)
        if trial.proved or (found.comparison is None and trial.comparison is not None):
            found = trial
    return found


def _others(bench: Bench, stage: Stage, first: Trial) -> Iterator[tuple[str, ...]]:
    if any(
        statement.startswith(("CREATE OR REPLACE FUNCTION", "CREATE OR REPLACE PROCEDURE"))
        for statement in first.statements
    ):
        yield ("SET LOCAL check_function_bodies = off", *first.statements)
    for filled in dict.fromkeys((first.filled, frozenset[int]())):
        for whole in (True, False):
            statements = statement_by_statement(bench, stage, filled, whole=whole)
            if statements is not None and _sparing(stage, statements) != first.statements:
                yield _sparing(stage, statements)


def _sparing(stage: Stage, statements: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out of a plan of ours what gives up rows of a table to which the migration added none."""
    if stage.written is not None:
        return statements
    inserts = [one for one in stage.migration.statements if verb(one) == "INSERT" and tables(one)]
    added = {folded(tables(one)[0])[-1] for one in inserts}
    given_up = {text: tables(Statement(text, stage.migration.down))[0] for text in statements if GIVEN_UP in text}
    return tuple(text for text in statements if text not in given_up or folded(given_up[text])[-1] in added)


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
            _watched(bench, stage) as elsewhere,
            bench.limited(stage.migration.tag, f"{stage.migration.tag}: the way back"),
            bench.session(up.database) as connection,
        ):
            sights, idle, refused = _down(connection, stage, statements)
            called = up.called if refused else (*up.called, *since(up.calls, calls(connection)))
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
            "called": called,
            "idle": idle,
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
                    *elsewhere,
                )
                facts["counters"] = beside.counted(up.beside)
            if versions := beside.versions(up.beside):
                comparison = Comparison(Likeness.DIFFERS, versions)
        again = _again(bench, stage, up.database) if comparison.alike else ""
        lost = facts.get("lost", ())
        restored = frozenset(table for table in moved if not any(f"{table[0]}.{table[1]}" in line for line in lost))
        return Trial(**facts, comparison=comparison, again=again, restored=restored), frozenset()


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


@contextmanager
def _watched(bench: Bench, stage: Stage) -> Iterator[list[str]]:
    """Look whether what a person wrote leaves the roles of the server alone, and say so at the end of the block.

    Where the migration itself is about roles, what takes them back is no loss.
    """
    found: list[str] = []
    if stage.written is None or any(about_server(statement) for statement in stage.migration.statements):
        yield found
        return
    with bench.roles:
        before = undumped.roles(bench.server)
        yield found
        if undumped.roles(bench.server) != before:
            found.append(f"{OF_SERVER} (the way back)")


def _down(
    connection: Connection, stage: Stage, statements: Sequence[str]
) -> tuple[tuple[Sight, ...], tuple[Statement, ...], tuple[str, SqlError] | None]:
    """Run the way back, and see what each statement takes, and which write no row: in one transaction, or none of it.

    A file that a person wrote into a plain folder runs as psql runs it.
    """
    eye = Watch(connection)
    # As a person would send it: a function whose body is not valid at that moment is refused.
    connection.run("RESET check_function_bodies; BEGIN" if stage.together else "RESET check_function_bodies")
    sights: list[Sight] = []
    idle: list[Statement] = []
    text = "COMMIT"
    try:
        for number, text in enumerate(statements, start=1):
            statement = Statement(text, stage.migration.down, number=number)
            if ends_transaction(statement):
                if stage.together:
                    raise SqlError("", "a way back is one transaction, and this would end it")
                connection.run(text)
                continue
            asked = stage.written is not None and kind(statement) is Kind.DATA
            written = undumped.writes(connection) if asked else None
            sights.append(eye.within(statement) if connection.in_transaction else eye.look(statement))
            if asked and undumped.writes(connection) == written:
                idle.append(statement)
        if stage.together:
            connection.run("COMMIT")
        elif connection.in_transaction:
            raise SqlError("", "the transaction of the file is not ended, so nothing of it stays")
    except SqlError as error:
        if connection.in_transaction:
            connection.run("ROLLBACK")
        return (), (), (text, error)
    return tuple(sights), tuple(idle), None


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
            guard = bench.guard(stage.migration.tag)
            failure = replay.whole(connection, stage.migration, stage.statements, guard)
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
