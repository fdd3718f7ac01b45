"""`sterna rollback --check` and `--chain`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.cli.options import Work
from sterna.cli.proving import prove, running, tell_earlier
from sterna.cli.selection import Selection
from sterna.history.model import ROLLBACK
from sterna.report import down_file, json_report, terminal
from sterna.report.screen import Screen
from sterna.rollback.model import Rollback, Verdict

if TYPE_CHECKING:
    from sterna.history.model import Migration


@dataclass(frozen=True, slots=True)
class Checked:
    """A down file, and what is wrong with it; empty when it proves as it stands."""

    tag: str
    path: str
    wrong: str
    rollback: Rollback


def check(selection: Selection, work: Work, form: str) -> int:
    """Prove the down files as they stand; one that is missing, stale, left over or proves less is an error."""
    opening = work.opening()
    written = {one.tag: down_file.statements(one) for one in selection.migrations if down_file.path(one).is_file()}
    proved = prove(selection, work, opening, written=written)
    tell_earlier(proved)
    migrations = {migration.tag: migration for migration in selection.migrations}
    found = [
        _checked(migrations[one.tag], one)
        if one.tag in migrations
        else Checked(one.tag, str(one.path), one.reason, one)
        for one in proved.rollbacks
    ]
    found += _orphans(selection) if selection.what != "named" else []
    if form == "json":
        sys.stdout.write(json_report.checks((one.rollback, one.path, one.wrong) for one in found))
    else:
        screen = Screen(sys.stdout)
        for one in found:
            terminal.check(screen, one.rollback, one.path, one.wrong)
    return int(bool(proved.earlier) or any(one.wrong for one in found))


def chain(selection: Selection, work: Work, form: str) -> int:
    """Go up the whole history, down to empty and up again, with the down files of people where there are some."""
    from sterna.rollback.chain import Link
    from sterna.rollback.chain import chain as chained

    # Without one of its migrations this is another history.
    links = tuple(Link(tag, "down", "its SQL cannot be read, so nothing was run") for tag in selection.unread)
    if not links:
        opening = work.opening()
        proved = prove(selection, work, opening)
        ways = {one.tag: one.script for one in proved.rollbacks if one.verdict.proven or one.verdict is Verdict.BY_HAND}
        with running(opening) as progress:
            links = chained(selection.history, ways, opening, deadline=work.deadline, progress=progress)
    if form == "json":
        sys.stdout.write(json_report.chain(links))
    else:
        terminal.chain(Screen(sys.stdout), links)
    return int(any(link.differs for link in links))


def _orphans(selection: Selection) -> list[Checked]:
    """Return the down files whose migration is gone."""
    history = selection.history
    known = {down_file.path(one) for one in history.migrations}
    known |= {history.folder / ROLLBACK / f"{tag}.sql" for tag in selection.unread}
    left = [one for one in sorted((history.folder / ROLLBACK).glob("*.sql")) if one not in known]
    wrong = "there is no migration of this name: remove the file, or bring the migration back"
    return [
        Checked(one.stem, str(one), wrong, Rollback(one.stem, one, Verdict.NOT_PROVEN, reason=wrong)) for one in left
    ]


def _better(one: Verdict, other: Verdict) -> bool:
    """Tell whether a verdict promises more than another; they are listed from the best on."""
    order = list(Verdict)
    return order.index(one) < order.index(other)


def _checked(migration: Migration, rollback: Rollback) -> Checked:
    path = down_file.path(migration)
    if not path.is_file():
        wrong = f"there is no file: sterna rollback {migration.tag} --write makes it"
    elif down_file.of_another(migration):
        wrong = f"it was written for another content of {migration.file}: prove it again with --write"
    elif not rollback.verdict.proven:
        wrong = f"it does not prove: {rollback.reason}"
    elif (claimed := down_file.claimed(migration)) and _better(claimed, rollback.verdict):
        wrong = (
            f"its header says {claimed}, and it proves {rollback.verdict} ({rollback.reason}):"
            " correct the line `verdict`, or write the file anew with --write --force"
        )
    else:
        wrong = down_file.unfinished(migration)
    return Checked(migration.tag, str(path), wrong, rollback)
