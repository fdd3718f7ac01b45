"""Rows for what is in a database already: told by its catalog, not by anybody's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sterna.history.model import History, Migration
from sterna.postgres.catalog import Catalog
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server
from sterna.problem import Problem
from sterna.runbook import names, tracking
from sterna.runbook.difference import Difference
from sterna.runbook.drift import Drift, drift
from sterna.runbook.position import Place, State, locate
from sterna.runbook.rehearsal import Rehearsal
from sterna.runbook.standing import Standing
from sterna.runbook.turn import Patience, begin
from sterna.sql.kind import Kind, kind


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison showed of migrations that are to be marked.

    `differences` are what is not as they make it, `rows` the statements on rows, of which a catalog says nothing.
    """

    migrations: tuple[Migration, ...]
    differences: tuple[Difference, ...]
    rows: tuple[str, ...]
    notes: tuple[str, ...] = ()


def markable(standing: Standing, tags: Sequence[str]) -> tuple[Migration, ...]:
    """Return the migrations of these tags in the order of the history; raise Problem where a row would do harm.

    Drizzle 0.x takes all that is not later than the newest row for applied, so no row may stand above a pending entry.
    Drizzle 1.0 goes by names, and no row hides another.
    """
    places = {place.tag: place for place in standing.position.places}
    for tag in tags:
        if tag not in places:
            raise Problem(f"There is no migration `{tag}`.", do="Name one by its tag.")
        if places[tag].row is not None:
            raise Problem(f"{tag} is tracked already.", where=str(standing.table))
    chosen = tuple(place for place in standing.position.places if place.tag in set(tags))
    _hides_nothing(standing, chosen)
    return tuple(_file(place) for place in chosen)


def _file(place: Place) -> Migration:
    if place.migration is None or place.fault is not None:
        fault = place.fault
        raise Problem(
            fault.message if fault else f"{place.tag} cannot be read.",
            where=str(fault.path) if fault else "",
            do=fault.do if fault else "",
        )
    return place.migration


def _hides_nothing(standing: Standing, chosen: Sequence[Place]) -> None:
    if standing.position.named:
        return
    mark = max(place.when for place in chosen)
    tags = {place.tag for place in chosen}
    hidden = [
        place.tag for place in standing.position.of(State.PENDING) if place.tag not in tags and place.when <= mark
    ]
    if hidden:
        them = "it" if len(hidden) == 1 else "them"
        raise Problem(
            f"A row for {chosen[-1].tag} would hide {', '.join(hidden)}: "
            "Drizzle runs nothing that is older than the newest row.",
            do=f"Apply {them} first, or mark {them} too.",
            code=1,
        )


def compare(
    live: Catalog, standing: Standing, migrations: Sequence[Migration], server: Server, deadline: float
) -> Found:
    """Run what is applied and then these on a private server, and compare the objects that these touch.

    Raises Problem where something does not run.
    """
    applied = [place.migration for place in standing.position.applied if place.migration is not None]
    rehearsal = Rehearsal(server, [*applied, *migrations], standing.table, "marked")
    rehearsal.run(applied, deadline)
    before = rehearsal.made()
    rehearsal.run(migrations, deadline)
    after = rehearsal.made()
    change = drift(after.catalog, after.version, before, standing.table, whole=True)
    touched = {(one.kind, one.name) for one in change.differences}
    compared = drift(live, standing.server.version, after, standing.table, whole=True)
    differing = tuple(one for one in compared.differences if (one.kind, one.name) in touched)
    gone = {(one.kind, one.name) for one in differing}
    notes = [note for note in compared.notes if "not compared" not in note]
    others = len(compared.differences) - len(gone)
    if others:
        notes.append(f"{others} other objects differ from what the migrations make: sterna status --drift")
    if not touched:
        notes.append("they change no object, so the catalog says nothing of them")
    rows = _on_rows(migrations)
    if not touched and not rows:
        rows = tuple(f"{migration.tag}: nothing of it can be seen" for migration in migrations)
    return Found(tuple(migrations), differing, rows, tuple(notes))


def baseline(
    live: Catalog, standing: Standing, history: History, server: Server, deadline: float, *, to: str | None
) -> Found:
    """Find the last migration after which the history makes exactly this database, or compare with `to`; raise Problem.

    Where none fits, the differences are those from the nearest one.
    """
    if standing.tracking.rows:
        raise Problem(
            f"{standing.table} holds {len(standing.tracking.rows)} rows, so this database has its first row already.",
            do="For single migrations: sterna mark-applied TAG",
        )
    if to is not None and to not in {migration.tag for migration in history.migrations}:
        raise Problem(f"There is no migration `{to}`.", do="Name one by its tag.")
    rehearsal = Rehearsal(server, history.migrations, standing.table, "baseline")
    best: tuple[int, Drift] | None = None
    for number, place in enumerate(standing.position.places):
        rehearsal.run([_file(place)], deadline)
        if to is not None and place.tag != to:
            continue
        found = drift(live, standing.server.version, rehearsal.made(), standing.table)
        # The last one that fits best: what changes rows alone makes the same objects as the one before it.
        if best is None or len(found.differences) <= len(best[1].differences):
            best = number, found
        if place.tag == to:
            break
    if best is None:
        raise Problem("The folder holds no migration.", where=str(history.folder))
    number, found = best
    chosen = standing.position.places[: number + 1]
    _hides_nothing(standing, chosen)
    migrations = tuple(_file(place) for place in chosen)
    return Found(migrations, found.differences, _on_rows(migrations), found.notes)


def mark(
    connection: Connection, history: History, standing: Standing, migrations: Sequence[Migration], patience: Patience
) -> None:
    """Add the rows, all of them or none; raise Problem, or SqlError."""
    begin(connection, standing.table, patience)
    try:
        rows = tracking.read(connection, standing.table)
        if rows != standing.tracking.rows:
            raise Problem("The tracking table changed meanwhile, so nothing was marked.", do="Run it again.", code=1)
        names.give(connection, standing.table, history)
        for migration in migrations:
            connection.run(tracking.insert(standing.table, migration))
        position = locate(history, tracking.read(connection, standing.table))
        tracked = {place.tag for place in position.applied}
        if not {migration.tag for migration in migrations} <= tracked:
            raise Problem("The rows do not stand for these migrations, so nothing was marked.", code=1)
        connection.run("COMMIT")
    except (Problem, SqlError):
        if connection.in_transaction:
            connection.run("ROLLBACK")
        raise


def _on_rows(migrations: Sequence[Migration]) -> tuple[str, ...]:
    return tuple(
        f"{statement.place}: {' '.join(statement.text.split())[:80]}"
        for migration in migrations
        for statement in migration.statements
        if kind(statement) in (Kind.DATA, Kind.OPAQUE)
    )
