"""The page of one migration, as Markdown: everything in it was read from its file or seen on a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from sterna.history.model import Migration
from sterna.pull_request.changes import sentences
from sterna.pull_request.impact import Impact, Touch
from sterna.pull_request.measured import impact
from sterna.report import inert
from sterna.report.verdict import headline
from sterna.review import Review
from sterna.rollback.model import Rollback
from sterna.site.diagram import drawing, schema

_NONE: Final = "No table that was there is locked in a way that makes others wait."


def page(migration: Migration, rollback: Rollback | None, judged: Review, server: str, rules: Mapping[str, str]) -> str:
    """Return the page; without a rollback it says that nothing was run. `rules` holds the links of rule pages."""
    parts = [f"# {inert.plain(migration.tag)}", _generated(migration, server)]
    parts += _changes(rollback)
    parts += _locks(impact(rollback.observation if rollback is not None else None), rollback)
    parts += _way_back(rollback, server)
    parts += _findings(migration, judged, rules)
    parts += ["## The migration", inert.fence("\n\n".join(chunk.strip() for chunk in migration.chunks))]
    return "\n\n".join(parts) + "\n"


def _generated(migration: Migration, server: str) -> str:
    seen = f"What follows was seen on {server}." if server else "It was not run when this page was built."
    if not migration.when:
        return seen
    when = datetime.fromtimestamp(migration.when / 1000, UTC)
    return f"Generated on {when:%d %B %Y}, {when:%H:%M} UTC. {seen}"


def _changes(rollback: Rollback | None) -> Iterator[str]:
    yield "## What it changes"
    observation = rollback.observation if rollback is not None else None
    if rollback is None or observation is None:
        why = f": {inert.plain(rollback.reason)}" if rollback is not None else ", because it was not run."
        yield f"Not known{why}"
        return
    if observation.failure is not None:
        failure = observation.failure
        said = inert.code(f"{failure.message} (SQLSTATE {failure.sqlstate})")
        # Drizzle rolls all of it back; a plain file has committed what came before.
        stays = "Nothing" if observation.migration.layout.drizzle else "Nothing but what was committed before"
        yield f"{stays}: PostgreSQL refuses statement {failure.statement.number}, line {failure.statement.line}: {said}"
        return
    told = [f"- {inert.sentence(sentence)}" for sentence in sentences(observation)]
    yield "\n".join(told) if told else "Nothing: the schema and the rows are what they were."
    figure = drawing.figure(schema.touched(observation), "in-words")
    if figure:
        yield figure


def _locks(felt: Impact, rollback: Rollback | None) -> Iterator[str]:
    yield "## The locks it takes"
    if rollback is None or rollback.observation is None or rollback.observation.failure is not None:
        yield "Not measured."
        return
    yield f"**Performance impact**: {inert.sentence(felt.summary)}. **Downtime**: {felt.downtime}."
    if felt.reasons:
        yield "\n".join(dict.fromkeys(f"- {inert.sentence(reason)}" for reason in felt.reasons))
    if felt.touches:
        head = "| Statement | Table | Lock | Who waits | Written anew | Read as a whole |\n|---|---|---|---|---|---|"
        yield "\n".join([head, *(_row(touch) for touch in felt.touches)])
    else:
        yield _NONE
    if felt.notes:
        yield "\n".join(f"- {inert.sentence(note)}" for note in felt.notes)


def _row(touch: Touch) -> str:
    statement = f"{touch.statement.number}, line {touch.statement.line}"
    table = inert.cell(inert.code(touch.table.removeprefix("public.")))
    yes = {True: "yes", False: "no"}
    cells = (statement, table, touch.lock or "none", touch.blocks or "nobody", yes[touch.rewrite], yes[touch.scan])
    return f"| {' | '.join(cells)} |"


def _way_back(rollback: Rollback | None, server: str) -> Iterator[str]:
    yield "## The way back"
    if rollback is None:
        yield "**not proven**: no server was at hand when this page was built. `sterna rollback` finds and proves it."
        return
    yield f"**{rollback.verdict}**{headline(rollback, server).removeprefix(str(rollback.verdict))}."
    if rollback.reason:
        yield inert.plain(rollback.reason[0].upper() + rollback.reason[1:])
    if rollback.statements:
        yield inert.fence(rollback.sql)
    if rollback.lost_rows:
        yield "What does not come back:\n\n" + "\n".join(f"- {inert.code(lost)}" for lost in rollback.lost_rows)
    if rollback.residue:
        yield "What differs afterwards:\n\n" + "\n".join(f"- {inert.code(left)}" for left in rollback.residue)


def _findings(migration: Migration, judged: Review, rules: Mapping[str, str]) -> Iterator[str]:
    yield "## What the review says"
    lines = []
    for found in judged.of(migration.tag):
        place = f", line {found.line}" if found.line else ""
        lines.append(f"- {found.level}: {_rule(found.rule, rules)}{place}. {found.summary}")
    lines += [
        f"- ignored: {_rule(ignore.rule, rules)}, line {ignore.line}: {inert.plain(ignore.reason)}"
        for ignore in judged.ignores
        if ignore.tag == migration.tag and ignore.reason
    ]
    yield "\n".join(dict.fromkeys(lines)) if lines else "Nothing was found."


def _rule(name: str, rules: Mapping[str, str]) -> str:
    return f"[{name}]({rules[name]})" if name in rules else inert.code(name)
