"""`sterna rollback`."""

from __future__ import annotations

import sys
from typing import Final

from sterna.cli.files import replace_file
from sterna.cli.options import Work
from sterna.cli.proving import of_people, prove, tell_earlier
from sterna.cli.selection import Selection
from sterna.history.model import Migration
from sterna.report import down_file, json_report, terminal
from sterna.report.screen import Screen
from sterna.rollback.model import Rollback, Verdict

_NOTHING: Final = (Verdict.FAILED, Verdict.NOT_PROVEN)
"""These have a file only where there are statements; `by hand` always has one, for a person to finish."""


def show(selection: Selection, work: Work, form: str) -> int:
    """Print the rollbacks; the verdicts of SQL go to standard error, so that what is printed can be run."""
    opening = work.opening()
    proved = prove(selection, work, opening)
    found = proved.rollbacks
    tell_earlier(proved)
    if form == "json":
        sys.stdout.write(json_report.rollbacks(found))
        return int(not proved.clean)
    screen = Screen(sys.stdout if form == "text" else sys.stderr)
    if form == "text":
        for one in found:
            terminal.rollback(screen, one)
        return int(not proved.clean)
    migrations = _by_tag(selection)
    texts = [
        down_file.write(migrations[one.tag], one, opening.name) for one in reversed(found) if one.tag in migrations
    ]
    sys.stdout.write("\n".join(texts))
    sys.stdout.flush()
    if sys.stdout.isatty() and sys.stderr.isatty():
        screen.line("")  # they are read one below the other
    for one in found:
        terminal.verdict(screen, one)
    return int(not proved.clean)


def write(selection: Selection, work: Work, form: str, *, force: bool) -> int:
    """Write the down files; those of people are proven as they stand and kept, unless forced."""
    opening = work.opening()
    proved = prove(selection, work, opening, ours=force)
    tell_earlier(proved)
    migrations = _by_tag(selection)
    of_others = {} if force else of_people(selection)
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    for one in proved.rollbacks:
        if one.tag in of_others:
            note = f"kept {down_file.path(migrations[one.tag])}, which a person wrote (--force replaces it)"
        else:
            note = keep(migrations.get(one.tag), one, opening.name, selection)
        terminal.verdict(screen, one, f"; {note}")
    if form == "json":
        sys.stdout.write(json_report.rollbacks(proved.rollbacks))
    return int(not proved.clean)


def keep(migration: Migration | None, rollback: Rollback, server: str, selection: Selection) -> str:
    """Write one down file where there is something to write, and return what was done; raise Problem."""
    if migration is None or (not rollback.statements and rollback.verdict in _NOTHING):
        return "nothing to write"
    path = down_file.path(migration)
    content = down_file.write(migration, rollback, server).encode()
    if path.is_file() and path.read_bytes() == content:
        return f"{path} is as it was"
    replace_file(path, content, within=selection.history.folder)
    return f"wrote {path}"


def _by_tag(selection: Selection) -> dict[str, Migration]:
    return {migration.tag: migration for migration in selection.migrations}
