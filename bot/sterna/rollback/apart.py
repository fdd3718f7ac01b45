"""Plans made on a copy: statement by statement, or in the presence of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres import replay
from sterna.postgres.connection import SqlError
from sterna.rollback import rows
from sterna.rollback.plan import planned
from sterna.sql.kind import Kind, kind

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.rollback.bench import Bench
    from sterna.rollback.stage import Stage


def statement_by_statement(
    bench: Bench,
    stage: Stage,
    filled: frozenset[int],
    *,
    whole: bool,
) -> tuple[str, ...] | None:
    """Plan on a copy with rows in `filled` tables, after each statement or (`whole`) after the last.

    Returns None where the migration does not run there.

    An object that changes its kind under one name is told apart only between the statements.
    """
    bench.forget(stage.made)
    with bench.copied(stage.pristine) as database, bench.session(database) as connection:
        if filled:
            with bench.limited(stage.migration.tag, f"{stage.migration.tag}: filling tables with rows"):
                rows.seed(connection, stage.before, tables=filled, seconds=bench.patience)
        before = catalogs.read(connection, stage.before)
        if whole and stage.run.refused is None:
            # In one go, as those run it who apply it: a temporary table may end with the transaction.
            guard = bench.guard(stage.migration.tag)
            if replay.whole(connection, stage.migration, stage.statements, guard) is not None:
                return None
            return (*stage.deletions, *_planned(bench, stage, connection, before)[0])
        undone: list[tuple[str, ...]] = []
        statements = [statement for statement in stage.statements if kind(statement) is not Kind.TRANSACTION]
        for number, statement in enumerate(statements, start=1):
            try:
                with bench.guard(stage.migration.tag)(statement):
                    connection.run(statement.text)
            except SqlError:
                return None
            if whole and number < len(statements):
                continue
            found, before = _planned(bench, stage, connection, before)
            undone.append(found)
        return (*stage.deletions, *(text for texts in reversed(undone) for text in texts))


def _planned(bench: Bench, stage: Stage, connection: Connection, before: Catalog) -> tuple[tuple[str, ...], Catalog]:
    """Return the statements that lead back to a catalog, and the catalog as it is."""
    after = catalogs.read(connection, before)
    with bench.limited(stage.migration.tag, f"{stage.migration.tag}: finding the way back"):
        return planned(connection, after, before).statements, after
