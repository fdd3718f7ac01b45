"""`sterna rollback --apply`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sterna.cli.migrating import agree
from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.cli.proving import prove
from sterna.cli.selection import Selection, find_entry
from sterna.history.model import History, Migration
from sterna.problem import Problem
from sterna.report import deployment as words
from sterna.report import down_file
from sterna.report.production import heading
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.rollback.model import Rollback
from sterna.runbook.failure import first_line
from sterna.runbook.losses import doomed
from sterna.runbook.plan import writable
from sterna.runbook.position import Place, as_run
from sterna.runbook.recast import recasts
from sterna.runbook.standing import Standing, stand
from sterna.runbook.steps_back import EMPTY, Step, meant, next_of_drizzle
from sterna.runbook.take_back import Going, take_back
from sterna.runbook.turn import Patience
from sterna.sql.split import split
from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a way back was asked for."""

    patience: Patience
    to: str | None = None
    lose_rows: bool = False
    yes: bool = False


def apply(history: History, production: Production, work: Work, form: str, wanted: Wanted) -> int:
    """Show what would be taken back, ask, and do it."""
    with production.session("sterna rollback") as connection:
        standing = stand(connection, history, production.tracking)
    writable(standing, adding=False)
    history = as_run(history, standing.position)
    places = meant(standing, wanted.to if wanted.to in (None, EMPTY) else find_entry(history, wanted.to))
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    if not places:
        screen.line("Nothing is applied after it, so there is nothing to take back.")
        return 0
    ways = [_way(place) for place in places]
    steps = _proven(history, ways, work)
    _show(screen, standing, steps)
    lost = [f"{step.migration.tag}: {line}" for step in steps for line in step.lost]
    if lost and not wanted.lose_rows:
        raise Problem(
            "Data that these migrations changed or removed does not come back, so nothing was done.",
            where="\n".join(lost),
            do="To go back without it say --lose-rows. A backup from before they ran still holds it.",
            code=1,
        )
    agree(wanted.yes, f"Take this back in {standing.server.name}?")
    going = Going(production.target, history, standing, steps, wanted.lose_rows, wanted.patience, words.Progress())
    take_back(going)
    said = next_of_drizzle(standing, steps)
    if form == "json":
        tags = [step.migration.tag for step in steps]
        sys.stdout.write(json_text({"taken_back": tags, "lost": lost, "next": said}))
    for step in steps:
        screen.line(("taken back", "green"), f"  {step.migration.tag}")
    screen.line("")
    screen.line(said)
    return 0


def _way(place: Place) -> tuple[Migration, Migration]:
    """Return the migration, and its way back as one with its own statements; raise Problem where there is none."""
    migration = place.migration
    if migration is None:
        raise Problem(
            f"{place.tag} has no file, so its way back cannot be proven.", do="Bring it back from git.", code=1
        )
    if place.edited:
        raise Problem(
            f"{place.tag} was edited after it was applied, so its way back was proven for something else.",
            where="; ".join(place.why),
            do="Bring back from git the file that was applied.",
            code=1,
        )
    file = down_file.path(migration)
    if not file.is_file():
        raise Problem(
            f"{place.tag} has no down file.",
            where=str(file),
            do=f"Write it: sterna rollback {place.tag} --write",
            code=1,
        )
    wanted = list(down_file.statements(migration))
    statements: list[Statement] = []
    for statement in split(file.read_bytes().decode(), file):
        if wanted and statement.text == wanted[0]:
            statements.append(replace(statement, number=len(statements) + 1))
            wanted.pop(0)
    return migration, replace(migration, path=file, statements=tuple(statements))


def _proven(history: History, ways: Sequence[tuple[Migration, Migration]], work: Work) -> list[Step]:
    """Prove the files as they stand; raise Problem for one that does not prove."""
    chosen = tuple(one for one in history.migrations if one.tag in {migration.tag for migration, _ in ways})
    texts = {migration.tag: tuple(one.text for one in way.statements) for migration, way in ways}
    selection = Selection(history, chosen, (), "applied")
    proved = prove(selection, work, work.opening(), written=texts)
    proofs = {one.tag: one for one in proved.rollbacks}
    against = [f"{one.tag} does not run, and stands before them: {one.why}" for one in proved.earlier]
    steps = []
    for migration, way in ways:
        proof = proofs[migration.tag]
        if not proof.verdict.proven:
            against.append(f"{way.path}: {proof.verdict}: {proof.reason}")
        steps.append(_step(migration, way, proof))
    if against:
        raise Problem(
            "A way back is not proven, so nothing was done.",
            where="\n".join(against),
            do="Mend the down file and prove it: sterna rollback TAG",
            code=1,
        )
    return steps


def _step(migration: Migration, way: Migration, proof: Rollback) -> Step:
    seen = proof.observation
    if seen is None:
        return Step(migration, way, proof.lost_rows)
    return Step(migration, way, proof.lost_rows, doomed(seen.before, seen.after), recasts(seen.before, seen.after))


def _show(screen: Screen, standing: Standing, steps: Sequence[Step]) -> None:
    heading(screen, standing)
    screen.line(("To take back, in one transaction:", "bold"))
    for step in steps:
        screen.line(f"    {step.migration.tag} ({step.way.path})")
        for statement in step.way.statements:
            screen.line(f"      {statement.number}. {first_line(statement)}", hang=3)
        for line in step.lost:
            screen.line((f"      does not come back: {line}", "yellow"))
    screen.line("")
    sys.stdout.flush()
