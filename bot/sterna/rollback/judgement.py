"""The verdict on a way back, from what its trial showed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sterna.postgres.observation import Observation
from sterna.rollback import code, losses
from sterna.rollback.inserts import takes_others
from sterna.rollback.invented import GIVEN_UP, MARK
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.repeat import about_server
from sterna.rollback.suggestion import suggest
from sterna.rollback.witness import Likeness
from sterna.sql.kind import Kind, kind
from sterna.sql.names import roles, roles_dropped
from sterna.sql.quote import folded
from sterna.sql.statement import Statement
from sterna.sql.tables import tables
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from sterna.history.model import History, Migration
    from sterna.postgres.observation import Failure
    from sterna.rollback.stage import Stage
    from sterna.rollback.trial import Trial


_OBJECT: Final = re.compile(r"[-+] -- Name: (?P<name>.+?); Type: (?P<kind>[A-Z ]+);")
_NAMED: Final = 3


def failed(stage: Stage) -> Rollback:
    """Say that the migration itself does not run."""
    failure = stage.run.failure
    reason = "" if failure is None else f"the migration does not run: {spelt(failure)}"
    return Rollback(
        stage.migration.tag,
        stage.migration.path,
        Verdict.FAILED,
        reason=reason,
        provided=stage.provided,
        observation=Observation(stage.migration, stage.before, stage.after, failure=failure),
    )


def unrepeatable(stage: Stage, failure: Failure) -> Rollback:
    """Say that the migration ran once but not on a copy, so that nothing could be proven."""
    return Rollback(
        stage.migration.tag,
        stage.migration.path,
        Verdict.NOT_PROVEN,
        stage.plan.statements,
        f"the migration does not run a second time on a copy: {spelt(failure)}",
        stage.plan.residue,
        losses.of_schema(stage.before, stage.after),
        stage.provided,
        Observation(stage.migration, stage.before, stage.after, outside_transaction=stage.run.refused),
    )


def unproven(history: History, migration: Migration, why: str, provided: tuple[str, ...] = ()) -> Rollback:
    """Say why nothing was proven, and give what the text alone tells of the way back."""
    suggestion = suggest(migration, history.migrations[: migration.index])
    lacking = "; ".join(suggestion.missing)
    if suggestion.statements:
        told = "; the SQL is a suggestion from the text alone"
        told += f", without a way back of {lacking}" if lacking else ""
    else:
        told = f"; the text alone does not tell the way back of {lacking}" if lacking else ""
    return Rollback(
        migration.tag,
        migration.path,
        Verdict.NOT_PROVEN,
        suggestion.statements,
        f"{why.removesuffix('.')}{told}",
        provided=provided,
    )


def judge(stage: Stage, trial: Trial) -> Rollback:
    """Say what the trial proved, and what it did not."""
    lost = tuple(_printable(line) for line in _lost(stage, trial))
    verdict, reason, residue = _verdict(stage, trial, lost)
    observation = Observation(
        stage.migration,
        stage.before,
        stage.after,
        trial.seen.locks,
        trial.seen.rewrites,
        trial.seen.scans,
        outside_transaction=stage.run.refused,
        with_rows=_telling(trial.with_rows),
        pending=stage.pending if stage.run.refused is None else None,
    )
    return Rollback(
        stage.migration.tag,
        stage.migration.path,
        verdict,
        trial.statements,
        reason,
        residue,
        lost,
        stage.provided,
        observation,
        tuple(lock for sight in trial.sights for lock in sight.locks),
        tuple(rewrite for sight in trial.sights for rewrite in sight.rewrites),
        stage.together,
    )


def _telling(failure: Failure | None) -> Failure | None:
    """Leave out what says nothing: a row of the migration's own met one of ours that happens to have its key."""
    if failure and failure.sqlstate == "23505" and kind(failure.statement) is Kind.DATA:
        return None
    return failure


def spelt(failure: Failure) -> str:
    """Return a failure in one line: place, message, SQLSTATE."""
    return f"{failure.statement.place}: {failure.message} (SQLSTATE {failure.sqlstate})"


def _lost(stage: Stage, trial: Trial) -> tuple[str, ...]:
    of_schema = losses.of_schema(stage.before, stage.after)
    undone = {number for number, text in stage.deleting.items() if text in trial.statements}
    data = [statement for statement in stage.migration.statements if statement.number not in undone]
    of_statements = losses.of_statements(data, stage.before, stage.after, restored=trial.restored)
    if not any(about_server(statement) for statement in stage.migration.statements):
        of_statements += tuple(f"{line} of the way back" for line in losses.of_server(stage.by_hand))
    if stage.made:
        listed = ", ".join(sorted(stage.made))
        of_statements += (f"{losses.OF_SERVER} (role {listed} stays: drop it before the migration goes up again)",)
    elif stage.beyond and not any(line.startswith(losses.OF_SERVER) for line in of_statements):
        of_statements += (f"{losses.OF_SERVER} (the migration)",)
    if not any(line.startswith(losses.BY_CODE) for line in of_statements):
        down = tuple(Statement(text, stage.migration.down) for text in trial.statements)
        of_statements += tuple(code.changed(stage.migration.statements, down, stage.before, stage.after, trial.called))
    # What a block does may hang on what only production holds; and so may which rows a statement meets.
    unsure = [
        statement
        for statement in stage.by_hand
        if kind(statement) is Kind.OPAQUE or statement in trial.idle or _takes_others(stage, statement)
    ]
    by_hand = (
        *losses.of_statements(unsure, stage.before, stage.after),
        *losses.of_conversions(stage.by_hand, stage.before, stage.after),
    )
    of_statements += tuple(f"{line} of the way back" for line in by_hand)
    of_statements += tuple(
        f"rows of {'.'.join(folded(tables(Statement(text, stage.migration.down))[0]))} that share a key with others"
        for text in trial.statements
        if GIVEN_UP in text
    )
    named = {_target(line) for line in (*of_schema, *of_statements)}
    seen = tuple(line for line in trial.lost if _target(line) not in named)
    told = (*of_schema, *of_statements, *seen)
    counters = losses.of_counters(trial.counters, stage.before, told)
    found = dict.fromkeys((*told, *counters, *losses.untried(stage.before, stage.after, trial.tried)))
    sure = {_target(line) for line in found if line.startswith(("values of ", "rows of ", "the counter "))}
    doubtful = {line: _target(line.removeprefix("perhaps ")) for line in found if line.startswith("perhaps ")}
    # Where all rows of a table are gone, nobody needs to read of each column.
    within = {line: f"rows of {_target(line).rpartition('.')[0]}" for line in found if line.startswith("values of ")}
    return tuple(line for line in found if doubtful.get(line) not in sure and within.get(line) not in found)


def _takes_others(stage: Stage, statement: Statement) -> bool:
    return verb(statement) in ("DELETE", "MERGE", "WITH") and takes_others(
        statement, stage.migration.statements, stage.before, stage.after
    )


def _printable(line: str) -> str:
    """Show what cannot be seen in a name: a line is one line."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in line)


def _target(line: str) -> str:
    """Return the table or column that a line is about: the catalog, the statements and the rows may all tell of it."""
    for about in ("rows of ", "values of "):
        if line.startswith(about):
            return line.removeprefix(about).partition(" ")[0]
    return line.partition(" (")[0]


def _roles_gone(stage: Stage, trial: Trial) -> str:
    """Return a role that the way back needs and the migration drops: here it stays, for the sake of the copies."""
    dropped = {role for statement in stage.migration.statements for role in roles_dropped(statement.text)}
    needed = {role for text in trial.statements for role in roles(text)}
    return min(dropped & needed, default="")


def _objects(residue: tuple[str, ...]) -> str:
    """Name the first whole objects that are there or missing; nothing where only parts of some differ."""
    found = dict.fromkeys(f"{match['kind']} {match['name']}" for line in residue if (match := _OBJECT.match(line)))
    return f" ({', '.join(list(found)[:_NAMED])}{' ...' if len(found) > _NAMED else ''})" if found else ""


def _verdict(stage: Stage, trial: Trial, lost: tuple[str, ...]) -> tuple[Verdict, str, tuple[str, ...]]:
    if trial.refused is not None:
        statement, error = trial.refused
        first = statement.split("\n", 1)[0]
        where = " on tables that hold rows" if trial.tried and error.sqlstate.startswith(("22", "23")) else ""
        return Verdict.BY_HAND, f"the way back stops{where}: {error} at {first}", stage.plan.residue
    if trial.comparison is None or not trial.comparison.alike:
        residue = trial.comparison.residue if trial.comparison else stage.plan.residue
        return Verdict.BY_HAND, f"the schema does not come back whole{_objects(residue)}: see the residue", residue
    if trial.again:
        return Verdict.BY_HAND, trial.again, ()
    if gone := _roles_gone(stage, trial):
        return Verdict.BY_HAND, f"the migration drops role {gone}, and the way back names it: create the role first", ()
    ordered = trial.comparison.likeness is Likeness.COLUMN_ORDER
    order = "columns come back at the end of their table" if ordered else ""
    residue = trial.comparison.residue if ordered else ()
    invented = "values are invented where the text says so" if any(MARK in text for text in trial.statements) else ""
    if lost or invented:
        words = [f"not brought back: {'; '.join(lost)}" if lost else "", invented, order]
        return Verdict.STRUCTURE, "; ".join(word for word in words if word), residue
    if ordered:
        return Verdict.COLUMN_ORDER, order, residue
    return Verdict.EXACT, "", ()
