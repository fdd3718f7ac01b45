"""Guide, migrations and observations become a Review."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sterna.guide import Guide, Kind
from sterna.history.model import History, Migration
from sterna.postgres.observation import Observation
from sterna.review.columns import known
from sterna.review.described import DIFFERS, differences
from sterna.review.finding import Page, Place
from sterna.review.ignoring import ignored
from sterna.review.losses import untold
from sterna.review.model import Finding, FoundBy, Review
from sterna.review.pending import Pending, pending
from sterna.review.rulebook import Told, prove_readable, tell
from sterna.review.witness import confirmed, measured
from sterna.rollback.model import Rollback
from sterna.sql.split import BREAKPOINT, line_starts, position

_NOTE: Final = re.compile(r'--[^\n]*ALTER TABLE[^\n]*DROP CONSTRAINT "?<constraint_name>"?')
_HEADER: Final = re.compile(
    r"-- Custom SQL migration file, put your code below! --[ \t]*(?!--> statement-breakpoint)(?=\S)"
)
EMPTY: Final = "migration-holds-no-statement"
SWALLOWED: Final = "first-line-in-header"
"""drizzle-kit ends the header of a custom migration without a line end."""
UNREADABLE: Final = "unreadable-sql"
"""The rule for SQL that cannot be read; the reader of the folder has a fault of the same name."""


def review(
    guide: Guide,
    history: History,
    tags: Collection[str] | None = None,
    *,
    observations: Mapping[str, Observation] | None = None,
    rollbacks: Mapping[str, Rollback] | None = None,
) -> Review:
    """Review the migrations that wait to be run: those with the given tags, or all.

    `rollbacks` are by tag and bring their observations along; `observations` adds others. What is missing there is
    judged from the text alone. Raises Problem when a page of the guide names a pattern or a check that is not one.
    """
    prove_readable(guide)
    guide = guide if history.layout.drizzle else guide.without_drizzle()
    waiting = [migration for migration in history.migrations if tags is None or migration.tag in tags]
    seen = {tag: rollback.observation for tag, rollback in (rollbacks or {}).items() if rollback.observation}
    seen |= observations or {}
    run = pending(waiting, drizzle=history.layout.drizzle, observations=seen)
    told = [found for rule in guide.rules.values() for found in tell(rule, run) if confirmed(found)]
    findings = [
        *_told(guide, run, told),
        *_unread(guide, run, history),
        *_left_to_you(guide, waiting),
        *_comments_alone(guide, waiting, history),
        *_faults(guide, history, tags),
        *_described(guide, history, waiting, seen),
        *_verdicts(guide, waiting, rollbacks or {}, run, told),
    ]
    return ignored(guide, waiting, _in_order(findings, waiting))


def _told(guide: Guide, run: Pending, told: Sequence[Told]) -> Iterator[Finding]:
    # What a team switched off is not told by the server either, in other words.
    for found, others in _once_a_table([found for found in told if not found.rule.off]):
        step, holes = found.step, found.hit.holes
        before = step.observation.before if step.observation else None
        yield Page(guide, found.rule.name).finding(
            Place.of_step(step),
            FoundBy.PATTERN if found.rule.match else FoundBy.CHECK,
            " ".join(part for part in (found.hit.detail, others, _as_it_stands(run, found)) if part),
            {**known(before, holes), **holes},
        )
    for seen in measured(run, told, guide):
        holes = {"table": seen.table} if seen.table else {}
        yield Page(guide, seen.rule).finding(Place.of_step(seen.step), FoundBy.MEASURED, seen.detail, holes)


def _as_it_stands(run: Pending, found: Told) -> str:
    """Say where no step by hand is needed, whatever the page advises those whose files run in a transaction."""
    by_hand = any(one.alone and "CONCURRENTLY" in one.sql for one in found.rule.sql(Kind.SAFE))
    if run.drizzle or not by_hand:
        return ""
    return (
        "A plain file runs without a transaction unless it opens one, so CONCURRENTLY can stand in it: nothing has to "
        "be done by hand."
    )


def _once_a_table(told: Sequence[Told]) -> Iterator[tuple[Told, str]]:
    """Yield each told thing; for the columns of one new table, or the code in one block, the first with the others."""
    groups: dict[object, list[Told]] = {}
    for number, found in enumerate(told):
        one_by_one = None if found.step.part.defined or found.step.part.opaque else number
        spot = (found.step.statement.chunk, found.step.statement.number)
        groups.setdefault((found.rule.name, found.step.migration.tag, spot, one_by_one), []).append(found)
    for first, *rest in groups.values():
        columns = [found.hit.holes["column"] for found in rest if "column" in found.hit.holes]
        lines = [str(Place.of_step(found.step).line) for found in rest if found.step.part.opaque]
        others = f"for {', '.join(columns)}" if columns else f"in line {', '.join(lines)}" if lines else ""
        yield first, f"The same {others}." if others else ""


def _unread(guide: Guide, run: Pending, history: History) -> Iterator[Finding]:
    known = {fault.tag for fault in history.faults if fault.name == UNREADABLE}
    for unread in run.unread:
        if unread.migration.tag in known:
            continue
        statement = unread.statement
        yield Page(guide, UNREADABLE).finding(
            Place(unread.migration.tag, statement.path, statement.line, statement.column, statement),
            FoundBy.REVIEW,
            f"It cannot be read: {unread.why}.",
            fatal=True,
        )


def _left_to_you(guide: Guide, waiting: Sequence[Migration]) -> Iterator[Finding]:
    # The note is a comment, so no statement holds it; sometimes it is all that the file holds.
    for migration in waiting:
        text = BREAKPOINT.join(migration.chunks)
        for found in _NOTE.finditer(text):
            line, column = position(line_starts(text), found.start())
            place = Place(migration.tag, migration.path, line, column)
            yield Page(guide, "primary-key-left-to-you").finding(place, FoundBy.REVIEW, fatal=True)


def _comments_alone(guide: Guide, waiting: Sequence[Migration], history: History) -> Iterator[Finding]:
    broken = {fault.tag for fault in history.faults if fault.fatal}
    for migration in waiting:
        text = BREAKPOINT.join(migration.chunks)
        swallowed = _HEADER.search(text)
        if swallowed:
            line, column = position(line_starts(text), swallowed.end())
            place = Place(migration.tag, migration.path, line, column)
            yield Page(guide, SWALLOWED).finding(place, FoundBy.REVIEW, fatal=True)
        elif not migration.statements and migration.tag not in broken and not _NOTE.search(text):
            yield Page(guide, EMPTY).finding(Place(migration.tag, migration.path), FoundBy.REVIEW)


def _faults(guide: Guide, history: History, tags: Collection[str] | None) -> Iterator[Finding]:
    for fault in history.faults:
        # What is wrong with an older migration is not this change's doing.
        if tags is None or not fault.tag or fault.tag in tags:
            yield Page(guide, fault.name).finding(
                Place(fault.tag, fault.path, fault.line, 1 if fault.line else 0),
                FoundBy.HISTORY,
                fault.message,
                do=fault.do,
                fatal=fault.fatal,
            )


def _described(
    guide: Guide, history: History, waiting: Sequence[Migration], seen: Mapping[str, Observation]
) -> Iterator[Finding]:
    for migration, difference in differences(history, waiting, seen):
        yield Page(guide, DIFFERS).finding(Place(migration.tag, migration.path), FoundBy.MEASURED, difference)


def _verdicts(
    guide: Guide, waiting: Sequence[Migration], rollbacks: Mapping[str, Rollback], run: Pending, told: Sequence[Told]
) -> Iterator[Finding]:
    for migration in waiting:
        rollback = rollbacks.get(migration.tag)
        if rollback is None:
            continue
        place = Place(migration.tag, migration.path)
        runs = rollback.observation is None or rollback.observation.failure is None
        if not rollback.verdict.proven and runs:
            detail = f"The verdict is: {rollback.verdict}. {rollback.reason}".strip()
            yield Page(guide, "rollback-not-proven").finding(place, FoundBy.PROOF, detail, fatal=True)
        lost = untold(rollback.lost_rows, migration, run, told)
        if lost:
            detail = f"The way back cannot bring back: {', '.join(lost)}."
            yield Page(guide, "rows-lost").finding(place, FoundBy.PROOF, detail)


def _in_order(findings: Sequence[Finding], waiting: Sequence[Migration]) -> list[Finding]:
    """Put findings in the order of the migrations, then of the file; at one place, errors first."""
    index = {migration.tag: number for number, migration in enumerate(waiting)}

    def key(finding: Finding) -> tuple[int, Path, int, int, int, str, str]:
        number = index.get(finding.tag, -1)
        at = finding.line, finding.column, -finding.level.rank
        return number, finding.path, *at, finding.rule, finding.detail

    return sorted(findings, key=key)
