"""`sterna rollback`."""

from __future__ import annotations

import sys

from sterna.cli.files import replace_file
from sterna.cli.options import Work
from sterna.cli.proving import Opening, not_proven, prove
from sterna.cli.selection import Selection
from sterna.history.model import Migration
from sterna.report import down_file, json_report, terminal
from sterna.rollback.model import Rollback


def show(selection: Selection, work: Work, form: str) -> int:
    """Print the rollbacks; the verdicts of SQL go to standard error, so that what is printed can be run."""
    opening = Opening(work)
    found = prove(selection, work, opening)
    if form == "json":
        sys.stdout.write(json_report.rollbacks(found))
        return int(not_proven(found))
    screen = terminal.Screen(sys.stdout if form == "text" else sys.stderr)
    if form == "text":
        for one in found:
            terminal.rollback(screen, one)
        return int(not_proven(found))
    migrations = _by_tag(selection)
    texts = [
        down_file.write(migrations[one.tag], one, opening.name) for one in reversed(found) if one.tag in migrations
    ]
    sys.stdout.write("\n".join(texts))
    sys.stdout.flush()
    for one in found:
        terminal.verdict(screen, one)
    return int(not_proven(found))


def write(selection: Selection, work: Work, form: str, *, force: bool) -> int:
    """Write the down files; keep those that a person wrote or edited, unless forced."""
    opening = Opening(work)
    found = prove(selection, work, opening)
    migrations = _by_tag(selection)
    screen = terminal.Screen(sys.stderr if form == "json" else sys.stdout)
    kept = False
    for one in found:
        note, is_kept = _written(migrations.get(one.tag), one, opening.name, selection, force=force)
        kept = kept or is_kept
        terminal.verdict(screen, one, f"; {note}")
    if form == "json":
        sys.stdout.write(json_report.rollbacks(found))
    return int(kept or not_proven(found))


def _written(
    migration: Migration | None, rollback: Rollback, server: str, selection: Selection, *, force: bool
) -> tuple[str, bool]:
    """Write one down file; return what was done, and whether a file of a person was kept."""
    if migration is None or (not rollback.statements and not rollback.verdict.proven):
        return "nothing to write", False
    path = down_file.path(migration)
    text = down_file.write(migration, rollback, server)
    before = path.read_bytes().decode("utf-8", "replace") if path.is_file() else None
    if before == text:
        return f"{path} is as it was", False
    if before is not None and not force:
        was = down_file.read(before)
        if was is None or was.edited:
            return f"{path} was kept, because a person wrote or edited it (--force replaces it)", True
    replace_file(path, text.encode(), within=selection.history.folder)
    return f"wrote {path}", False


def _by_tag(selection: Selection) -> dict[str, Migration]:
    return {migration.tag: migration for migration in selection.migrations}
