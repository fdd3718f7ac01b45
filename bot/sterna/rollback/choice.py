"""The choice of the plan that is judged: that of the whole migration, else the first other that proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.apart import statement_by_statement
from sterna.rollback.invented import GIVEN_UP
from sterna.rollback.trial import attempt
from sterna.sql.quote import folded
from sterna.sql.statement import Statement
from sterna.sql.tables import tables
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.bench import Bench
    from sterna.rollback.stage import Stage
    from sterna.rollback.trial import Trial


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
    if stage.deletions:
        # Rows of a new table may point to those that go; where others do, these stay.
        yield (*_sparing(stage, stage.plan.statements), *stage.deletions)
        yield _sparing(stage, stage.plan.statements)
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
