"""Plans made on a copy: statement by statement, or in the presence of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import SqlError
from sterna.rollback import rows
from sterna.rollback.plan import planned
from sterna.sql.kind import Kind, kind

if TYPE_CHECKING:
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
    with bench.copied(stage.pristine) as database, bench.session(database) as connection:
        if filled:
            with bench.limited(stage.migration.tag, f"{stage.migration.tag}: filling tables with rows"):
                rows.seed(connection, stage.before, tables=filled, seconds=bench.patience)
        undone: list[tuple[str, ...]] = []
        before = catalogs.read(connection, stage.before)
        statements = [statement for statement in stage.statements if kind(statement) is not Kind.TRANSACTION]
        for number, statement in enumerate(statements, start=1):
            try:
                with bench.guard(stage.migration.tag)(statement):
                    connection.run(statement.text)
            except SqlError:
                return None
            if whole and number < len(statements):
                continue
            after = catalogs.read(connection, before)
            with bench.limited(stage.migration.tag, f"{stage.migration.tag}: finding the way back"):
                undone.append(planned(connection, after, before).statements)
            before = after
        return (*stage.deletions, *(text for texts in reversed(undone) for text in texts))
