"""What was reported of a migration, put beside what is known of its text."""

from __future__ import annotations

from collections.abc import Sequence

from sterna.guide import Guide
from sterna.history.model import Migration
from sterna.pull_request.checklist import SECTION, Item, digest
from sterna.pull_request.impact import Downtime, Impact, Touch
from sterna.pull_request.section import Entry
from sterna.pull_request.sentence import say
from sterna.pull_request.standing import Mark, Standing
from sterna.pull_request.testimony import Heard, Seen, Testimony, sentence
from sterna.review import Finding, FoundBy
from sterna.review.finding import Page, Place
from sterna.rollback.model import Rollback, Verdict
from sterna.sql.statement import Statement

WAITING = "the analysis of this commit has not reported yet"


def of(migration: Migration, report: Testimony | None) -> Heard | None:
    """Return what is reported of exactly these bytes under this name."""
    for one in report.migrations if report is not None else ():
        if one.tag == migration.tag and one.hash == migration.hash:
            return one
    return None


def entry(migration: Migration, heard: Heard | None, standings: Sequence[Standing], silence: str = WAITING) -> Entry:
    """Return what the section says of a migration; `standings` are all boxes, of which its own are taken.

    `silence` says why nothing was heard of it.
    """
    mine = f"@{digest(migration)}"
    testing = tuple(item(one) for one in standings if one.asked.id.endswith(mine) and one.asked.item.section == SECTION)
    path = str(migration.path)
    if heard is None:
        back = Rollback(migration.tag, migration.path, Verdict.NOT_PROVEN, reason=silence)
        effect = Impact(say(f"Not known: {silence}"), Downtime.UNKNOWN)
        return Entry(migration.tag, path, (), back, testing, effect, say(f"Not known: {silence}"))
    effect = Impact(
        sentence(heard.effect.summary),
        Downtime(heard.effect.downtime),
        tuple(sentence(reason) for reason in heard.effect.reasons),
        tuple(_touches(migration, heard)),
        tuple(sentence(note) for note in heard.effect.notes),
    )
    back = Rollback(
        migration.tag,
        migration.path,
        Verdict(heard.back.verdict),
        tuple(heard.back.statements),
        heard.back.reason,
        tuple(heard.back.residue),
        tuple(heard.back.lost_rows),
        tuple(heard.back.provided),
    )
    return Entry(
        migration.tag,
        path,
        tuple(sentence(change) for change in heard.changes),
        back,
        testing,
        effect,
        sentence(heard.failure) if heard.failure is not None else None,
    )


def item(standing: Standing) -> Item:
    """Return the box as the section writes it: ticked by us where there is evidence, else as the person left it."""
    told = standing.ours or standing.mark is Mark.CONTRADICTED
    return Item(
        standing.asked.id,
        standing.asked.item.text,
        standing.ours and standing.mark is Mark.DONE,
        str(standing.source) if told else "",
    )


def findings(
    guide: Guide, migration: Migration, static: Sequence[Finding], heard: Heard | None, *, verified: bool
) -> list[Finding]:
    """Return the findings of one migration: what its text says, and what only a run can tell.

    What a run did not bear out is left out only where the report is `verified`: where the workflow that measured is the
    one of the default branch.
    """
    mine = [one for one in static if one.tag == migration.tag]
    if heard is None:
        return mine
    refuted = {(one.rule, one.line, one.column) for one in heard.refuted} if verified else set()
    kept = [one for one in mine if (one.rule, one.line, one.column) not in refuted]
    return [*kept, *(_found(guide, migration, one) for one in heard.found)]


def _found(guide: Guide, migration: Migration, seen: Seen) -> Finding:
    place = Place(migration.tag, migration.path, seen.line, seen.column, _statement(migration, seen.statement))
    return Page(guide, seen.rule).finding(place, FoundBy.MEASURED, seen.detail, fatal=seen.rule not in guide.rules)


def _statement(migration: Migration, number: int) -> Statement | None:
    return next((one for one in migration.statements if one.number == number), None)


def _touches(migration: Migration, heard: Heard) -> list[Touch]:
    found = []
    for touch in heard.effect.touches:
        statement = _statement(migration, touch.statement)
        if statement is not None:
            lock = touch.lock if touch.lock.replace(" ", "").isalpha() else ""
            found.append(Touch(statement, touch.table, lock, touch.rewrite, touch.scan))
    return found
