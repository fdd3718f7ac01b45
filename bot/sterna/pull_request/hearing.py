"""A run on a private server becomes a testimony."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import Literal

from sterna.history.model import Migration
from sterna.postgres.catalog import Catalog
from sterna.postgres.observation import Observation
from sterna.pull_request import testimony
from sterna.pull_request.section import Entry, Section
from sterna.pull_request.sentence import spelled
from sterna.pull_request.shortening import TOO_LONG, shortened
from sterna.review import Finding, Review
from sterna.rollback.delta import compare
from sterna.rollback.model import Rollback, Verdict

_TOLD_TABLES = 12
"""Tables of one migration that are drawn."""


def testify(section: Section, migrations: Sequence[Migration], static: Review, full: Review) -> testimony.Testimony:
    """Put the report together, shortened where it would be too long to be accepted.

    `static` is what the text alone says, `full` what text and server say: the difference is what only a run can tell.
    """
    hashes = {migration.tag: migration.hash for migration in migrations}
    heard = [_heard(entry, hashes[entry.tag], static, full) for entry in section.entries if entry.tag in hashes]
    return shortened(testimony.Testimony(1, version("sterna"), section.server[: testimony.SHORT], heard))


def _heard(entry: Entry, digest: str, static: Review, full: Review) -> testimony.Heard:
    known = {_key(one) for one in static.of(entry.tag)}
    borne = {_key(one) for one in full.of(entry.tag)}
    observation = entry.rollback.observation
    return testimony.Heard(
        tag=entry.tag,
        hash=digest,
        ran=_ran(observation, entry.rollback),
        back=_back(entry.rollback),
        changes=[testimony.told(change) for change in entry.changes[: testimony.CHANGES]],
        effect=testimony.Effect(
            testimony.told(entry.impact.summary),
            entry.impact.downtime.value,
            [testimony.told(reason) for reason in entry.impact.reasons[: testimony.PARTS]],
            [testimony.told(note) for note in entry.impact.notes[: testimony.PARTS]],
            [
                testimony.Touch(
                    touch.statement.number, touch.table[: testimony.SHORT], touch.lock, touch.rewrite, touch.scan
                )
                for touch in entry.impact.touches[: testimony.TOUCHES]
            ],
        ),
        found=_seen(one for one in full.of(entry.tag) if _key(one) not in known),
        refuted=_seen(one for one in static.of(entry.tag) if _key(one) not in borne),
        tables=list(_tables(observation))[:_TOLD_TABLES] if observation is not None else [],
        failure=testimony.told(entry.failure) if entry.failure is not None else None,
    )


def _key(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.line, finding.column


def _seen(findings: Iterable[Finding]) -> list[testimony.Seen]:
    return [
        testimony.Seen(
            one.rule, one.line, one.column, one.statement.number if one.statement else 0, one.detail[: testimony.LINE]
        )
        for one in findings
    ][: testimony.FOUND]


def _ran(observation: Observation | None, rollback: Rollback) -> testimony.Ran:
    if observation is None:
        return testimony.Ran("not run", said=rollback.reason[: testimony.LINE])
    refused = observation.failure or observation.outside_transaction
    if refused is None:
        return testimony.Ran("ran")
    where = f"statement {refused.statement.number}, line {refused.statement.line}"
    return testimony.Ran("failed" if observation.failure else "apart", where, refused.message[: testimony.LINE])


def _back(rollback: Rollback) -> testimony.WayBack:
    sizes = [len(statement) for statement in rollback.statements]
    fits = (
        sum(sizes) < testimony.LIMIT // 4
        and len(sizes) <= testimony.STATEMENTS
        and max(sizes, default=0) <= testimony.STATEMENT
    )
    reason = rollback.reason if fits else f"{rollback.reason} {TOO_LONG}".strip()
    return testimony.WayBack(
        Verdict(rollback.verdict).value,
        list(rollback.statements) if fits else [],
        reason[: testimony.LINE],
        _lines(rollback.residue),
        _lines(rollback.lost_rows),
        _lines(rollback.provided),
    )


def _lines(texts: Sequence[str]) -> list[str]:
    return [text[: testimony.LINE] for text in texts[: testimony.LINES]]


def _tables(observation: Observation) -> Iterator[testimony.Table]:
    """Yield the tables that differ, as they are after the migration, and those that their keys point to."""
    after = observation.after
    delta = compare(after, observation.before)
    touched: dict[int, None] = {oid: None for oid in delta.added["relations"] if isinstance(oid, int)}
    for kind in ("columns", "constraints", "indexes", "policies", "triggers"):
        records = [after.kind(kind)[key] for key in delta.added[kind]]
        records += [change.now for change in delta.changed[kind]]
        records += [now for now, _ in delta.moved[kind]]
        records += [observation.before.kind(kind)[key] for key in delta.removed[kind]]
        touched |= {oid: None for record in records if isinstance(oid := getattr(record, "table", None), int)}
    touched |= {oid: None for now, _ in delta.moved["relations"] if isinstance(oid := now.key, int)}
    drawn = [oid for oid in touched if oid in after.relations and after.relations[oid].is_table]
    pointed = [oid for one in drawn for oid in _pointed(after, one)]
    for oid in dict.fromkeys([*drawn, *pointed]):
        yield _table(after, oid, whole=oid in drawn)


def _pointed(catalog: Catalog, oid: int) -> list[int]:
    found = (key.references for key in catalog.constraints_of(oid))
    return [other for other in found if other is not None and other in catalog.relations]


def _table(catalog: Catalog, oid: int, *, whole: bool) -> testimony.Table:
    keys: dict[int, Literal["PK", "FK"]] = {}
    for constraint in catalog.constraints_of(oid):
        if constraint.kind in "pf":
            for number in constraint.columns:
                keys[number] = "PK" if constraint.kind == "p" or keys.get(number) == "PK" else "FK"
    columns = [
        testimony.Column(column.name[: testimony.SHORT], column.type[: testimony.SHORT], keys.get(column.number, ""))
        for column in catalog.columns_of(oid)
        if whole or keys.get(column.number) == "PK"
    ]
    references = [spelled(*catalog.relation_name(other)) for other in _pointed(catalog, oid)] if whole else []
    return testimony.Table(
        spelled(*catalog.relation_name(oid))[: testimony.SHORT],
        columns[: testimony.COLUMNS],
        references[: testimony.REFERENCES],
    )
