"""The second witness: what the server was seen to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sterna.guide import Guide
from sterna.postgres.observation import BLOCKS, Failure, Observation, Rewrite, Scan
from sterna.review.names import name
from sterna.review.pending import AUTOCOMMIT, Pending, Step
from sterna.review.rulebook import Told
from sterna.sql.pattern import fits
from sterna.sql.statement import Statement
from sterna.sql.tables import tables

REWRITE: Final = "table-rewrite"
SCAN: Final = "table-scan"
FAILS: Final = "migration-fails"
FAILS_ON_ROWS: Final = "fails-on-rows"
UNIQUE: Final = "unique-index-over-rows"

REFUSED_BY_ROWS: Final = "required-column"
"""The rule for what fails as soon as it finds a row, so that it does not read the rest."""
_ASKS: Final = "ALTER TABLE _table VALIDATE CONSTRAINT _constraint"
"""Runs to find out whether rows are in the way; rows of ours that are say nothing about a team's."""
_UNIQUE: Final = ("CREATE UNIQUE INDEX ...", "23505")
"""A build that is refused, and how: of rows that we made up, some are equal by chance."""
_LONGEST: Final = 300
"""Letters of what PostgreSQL says that are shown: it repeats whole rows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something measured that no page told: the rule for it, the first step of the statement, the table."""

    rule: str
    step: Step
    table: str = ""
    detail: str = ""


def confirmed(told: Told) -> bool:
    """Tell whether the server bears a finding out; what was not run to its end counts as borne out.

    Only a page that declares a rewrite or a scan is held against the measurement, because its tests showed that the
    hazard can be seen, on empty tables too.
    """
    rule, observation = told.rule, told.step.observation
    if observation is None or observation.failure is not None or not (rule.rewrite or rule.scan):
        return True
    if _attached(observation, told.hit.holes.get("table", "")):
        return True
    if _holds(observation.rewrites, told.step.statement):
        return True
    return not rule.rewrite and _holds(observation.scans, told.step.statement)


def _attached(observation: Observation, table: str) -> bool:
    """Tell whether a table was made here and is part of one that is in use: the watch looks at older tables alone."""
    made = observation.after.table(*name(table))
    if made is None or made.oid in observation.before.relations:
        return False
    return any(parent in observation.before.relations for parent in made.parents)


def measured(run: Pending, told: Iterable[Told], guide: Guide) -> Iterator[Seen]:
    """Yield what the server did and no finding says yet."""
    known = {(id(found.step.migration), _spot(found.step.statement), found.rule.name) for found in told}

    def said(step: Step, *, by: str) -> bool:
        return any((*_key(step), rule.name) in known for rule in guide.rules.values() if getattr(rule, by))

    for step in _firsts(run):
        observation = step.observation
        if observation is None:
            continue
        rewritten = [seen.table for seen in observation.rewrites if _spot(seen.statement) == _spot(step.statement)]
        for table in rewritten:
            if name(table) not in step.new and not said(step, by="rewrite"):
                yield Seen(REWRITE, step, table, f"Measured on the private server: {table} is written anew.")
        for seen in observation.scans:
            if (
                _spot(seen.statement) != _spot(step.statement)
                or seen.table in rewritten
                or name(seen.table) in step.new
            ):
                continue
            lock = _lock(observation, step.statement, seen.table)
            by_page = said(step, by="scan") or said(step, by="rewrite") or (*_key(step), REFUSED_BY_ROWS) in known
            if lock in BLOCKS and not by_page:
                detail = f"Measured on the private server: {seen.table} is read as a whole, under {lock}."
                yield Seen(SCAN, step, seen.table, detail)
        yield from _failures(step, observation, known)


def _failures(step: Step, observation: Observation, known: set[tuple[int, tuple[int, int], str]]) -> Iterator[Seen]:
    spot = _key(step)
    told = {rule for *place, rule in known if tuple(place) == spot}

    def here(failure: Failure | None) -> Failure | None:
        return failure if failure and _spot(failure.statement) == spot[1] else None

    alone = here(observation.failure)
    together = here(observation.outside_transaction) or here(observation.pending)
    with_rows = here(observation.with_rows)
    if alone or (together and step.transaction != AUTOCOMMIT):
        if told.isdisjoint(_FORETELLS_REFUSAL):
            yield Seen(FAILS, step, detail=_said(alone or together))
    elif with_rows and told.isdisjoint(_FORETELLS_ROWS) and not _only_new(step) and not fits(_ASKS, step.part.words):
        pattern, sqlstate = _UNIQUE
        by_chance = with_rows.sqlstate == sqlstate and fits(pattern, step.part.words)
        yield Seen(UNIQUE, step) if by_chance else Seen(FAILS_ON_ROWS, step, detail=_said(with_rows))


_FORETELLS_REFUSAL: Final = frozenset(
    {"concurrently-in-transaction", "enum-value-used-in-transaction", "refuses-transaction", "required-column"}
)
"""Rules that foretell a refusal; where one of them told it, the refusal is no second finding."""
_FORETELLS_ROWS: Final = frozenset(
    {
        "add-check-validated",
        "add-exclusion-constraint",
        "add-foreign-key-validated",
        "add-primary-key",
        "add-unique-constraint",
        "required-column",
        "set-not-null",
        "validate-in-same-transaction",
    }
)
"""Rules that say already that rows may be in the way; our own rows prove nothing beyond that."""


def _only_new(step: Step) -> bool:
    """Tell whether a statement is about tables of the pending set alone: they hold no rows when it runs."""
    named = tables(step.statement)
    return bool(named) and all(step.is_new(table) for table in named)


def _said(failure: Failure | None) -> str:
    if failure is None:
        return ""
    parts = [f"PostgreSQL says: {failure.message} (SQLSTATE {failure.sqlstate}).", failure.detail, failure.hint]
    return " ".join(part if len(part) <= _LONGEST else f"{part[:_LONGEST]} ..." for part in parts if part)


def _key(step: Step) -> tuple[int, tuple[int, int]]:
    return id(step.migration), _spot(step.statement)


def _lock(observation: Observation, statement: Statement, table: str) -> str:
    return next(
        (lock.mode for lock in observation.locks if _spot(lock.statement) == _spot(statement) and lock.table == table),
        "",
    )


def _firsts(run: Pending) -> Iterator[Step]:
    last: Statement | None = None
    for step in run.steps:
        if step.statement is not last:
            yield step
        last = step.statement


def _holds(seen: Iterable[Rewrite | Scan], statement: Statement) -> bool:
    return any(_spot(one.statement) == _spot(statement) for one in seen)


def _spot(statement: Statement) -> tuple[int, int]:
    return statement.chunk, statement.number
