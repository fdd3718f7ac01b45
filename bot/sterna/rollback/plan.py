"""The closed loop: take steps, look again, until nothing differs.

Names first, because the text of every dependent object changes with them; types of columns next, because indexes and
constraints are built anew with them; then the rest. Each step runs in a savepoint on the live database; one that fails
is tried again after the others, so no order has to be computed. The caller rolls everything back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import SqlError
from sterna.rollback import undo
from sterna.rollback.delta import compare
from sterna.rollback.rows.quiet import hushes
from sterna.rollback.step import Rank, Situation
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Step

ROUNDS = 9
_EARLY = 4  # rounds in which column types may come before the rest
_INTERNAL = "XX000"  # PostgreSQL could not try this inside a savepoint: only the proof can tell


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of the way back in order, what they leave different, and what was said to steps that failed."""

    statements: tuple[str, ...]
    residue: tuple[str, ...]
    errors: tuple[SqlError, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Return the SQLSTATEs of the errors."""
        return tuple(error.sqlstate for error in self.errors)


def walk_back(connection: Connection, now: Catalog, then: Catalog) -> Plan:
    """Lead the open transaction from `now` to `then`; the database is changed, the caller rolls back."""
    done: list[str] = []
    errors: list[SqlError] = []
    untried: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    delta = compare(now, then)
    for number in range(ROUNDS):
        residue = delta.lines()
        if not residue:
            return Plan(tuple(done), (), ())
        if residue in seen:
            # The same again: what is left cannot be said, for example text that is printed differently each time.
            del done[seen[residue] :]
            break
        seen[residue] = len(done)
        taken, errors, untried = _round(connection, delta, number)
        if not taken:
            break
        done += taken
        delta = compare(catalogs.read(connection, then), then)
    return Plan((*done, *untried), delta.lines(), tuple(errors))


def _round(connection: Connection, delta: Delta, number: int) -> tuple[list[str], list[SqlError], list[str]]:
    situation = Situation(connection, delta.now)
    attempts: list[list[Step]] = [[replace(step, aside="") for step in undo.renames(delta)]]
    if attempts[0]:
        # What was added may hold a name that something else is to have back.
        attempts += [[_plain(step, step.rank) for step in undo.steps(delta.only_added)], undo.renames(delta)]
    if number < _EARLY:
        attempts.append([_plain(step, Rank.ALTER_TYPE) for step in undo.retypes(delta)])
    attempts.append(sorted(undo.steps(delta) + undo.retypes(delta), key=lambda step: step.rank))
    errors: list[SqlError] = []
    untried: list[str] = []
    for steps in attempts:
        taken, errors, untried = _take(situation, steps)
        if taken:
            return taken, errors, untried
    return [], errors, untried


def _plain(step: Step, rank: Rank) -> Step:
    """Return a step without the ways that drop what stands in the way, and without its last resort."""
    return replace(
        step, rank=rank, alternatives=tuple(way for way in step.alternatives if not callable(way)), aside="", last=()
    )


def _take(situation: Situation, steps: Sequence[Step]) -> tuple[list[str], list[SqlError], list[str]]:
    done: list[str] = []
    left = list(steps)
    while left:
        failed: list[Step] = []
        errors: list[SqlError] = []
        for step in left:
            taken, error = _try(situation, step)
            if error is None:
                done += taken
            else:
                failed.append(step)
                errors.append(error)
        if len(failed) == len(left):
            freed = _aside(situation, failed)
            if freed is not None:
                done.append(freed.aside)
                left = [step for step in failed if step is not freed]
                continue
            untried = [
                statement
                for step, error in zip(failed, errors, strict=True)
                if error.sqlstate == _INTERNAL and not callable(step.alternatives[0])
                for statement in step.alternatives[0]
            ]
            return done, errors, untried
        left = failed
    return done, [], []


def _aside(situation: Situation, failed: Sequence[Step]) -> Step | None:
    """Break a circle of names at its first step that can be broken; return that step."""
    for step in failed:
        if step.aside:
            try:
                attempt(situation.connection, [step.aside])
            except SqlError:
                continue
            return step
    return None


def _try(situation: Situation, step: Step) -> tuple[list[str], SqlError | None]:
    first: SqlError | None = None
    for way in (*step.alternatives, *step.last):
        try:
            statements = list(way(situation) if callable(way) else way)
            attempt(situation.connection, statements)
        except SqlError as error:
            first = first or error
        else:
            return statements, None
    return [], first


def attempt(connection: Connection, statements: Sequence[str]) -> None:
    """Run statements in a savepoint; when one fails the savepoint is undone and its SqlError raised."""
    connection.run("SAVEPOINT sterna_step")
    try:
        for statement in statements:
            connection.run(statement)
    except SqlError:
        connection.run("ROLLBACK TO SAVEPOINT sterna_step; RELEASE SAVEPOINT sterna_step")
        raise
    connection.run("RELEASE SAVEPOINT sterna_step")


def planned(connection: Connection, now: Catalog, then: Catalog) -> Plan:
    """Plan in a transaction that is rolled back; on empty tables where only rows stand in the way."""
    connection.run("BEGIN; SET LOCAL check_function_bodies = off")
    try:
        plan = walk_back(connection, now, then)
        if plan.residue and any(state.startswith(("22", "23")) for state in plan.states):
            connection.run("ROLLBACK; BEGIN; SET LOCAL check_function_bodies = off")
            _empty(connection, now)
            emptied = walk_back(connection, now, then)
            plan = emptied if len(emptied.residue) < len(plan.residue) else plan
        return plan
    finally:
        connection.run("ROLLBACK")


def _empty(connection: Connection, now: Catalog) -> None:
    """Take all rows away, also where a trigger forbids it."""
    tables = [name(one.schema, one.name) for one in now.tables if one.kind != "f" and not one.is_partition]
    guarded = {trigger.table for trigger in now.triggers.values() if " TRUNCATE " in trigger.definition}
    quiet = [hush for oid, hush in hushes(now).items() if oid in guarded]
    off = [text for hush in quiet for text in hush.off]
    on = [text for hush in quiet for text in hush.on]
    for statement in (*off, f"TRUNCATE {', '.join(tables)} CASCADE", *on):
        connection.run(statement)
