"""`sterna backup` and `sterna restore`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sterna import history as histories
from sterna.cli.folder import find
from sterna.cli.migrating import agree
from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.history.model import History, Layout
from sterna.postgres.opening import open_server
from sterna.problem import Problem
from sterna.report.screen import Screen, coloured
from sterna.report.values import json_text
from sterna.runbook import manifest
from sterna.runbook.backup import backup, stamp, verify
from sterna.runbook.manifest import Manifest
from sterna.runbook.restore import Restored, free, restore, swap
from sterna.runbook.sizes import amount
from sterna.runbook.standing import server, stand


def save(
    folder: Path | None, production: Production, work: Work, form: str, output: Path | None, *, read_back: bool
) -> int:
    """Write a backup, and with `read_back` read it into a private server and count again."""
    history = _history(folder)
    with production.session("sterna backup") as connection:
        standing = stand(connection, history or History(Path(), Layout.JOURNAL, (), ()), production.tracking)
    file = output or Path(f"backup_{standing.server.database}_{stamp(datetime.now(UTC))}.dump")
    with _growing() as heard:
        made = backup(production.target, history, standing, file, progress=heard)
    read = "it can be listed"
    other: tuple[str, ...] = ()
    if read_back:
        with open_server(pg_bin=work.pg_bin, url=work.url) as private:
            other = verify(file, made, private)
            read = f"read back into PostgreSQL {private.version_name}: every object is there, every table has its rows"
    if form == "json":
        sys.stdout.write(manifest.text(made))
    else:
        screen = Screen(sys.stdout)
        _told(screen, file, made, read)
        if other:
            screen.line(("not compared", "yellow"), ", because another version prints them in other words:")
            for name in other:
                screen.line(f"       {name}")
            major = made.server_version.split(".")[0]
            screen.line(f"       The programs of PostgreSQL {major} compare them too: --pg-bin DIR")
    return 0


def _told(screen: Screen, file: Path, made: Manifest, read: str) -> None:
    rows = sum(made.rows.values())
    screen.line(("saved", "green"), f"  {file} ({amount(made.size)}, sha256 {made.sha256[:12]}...)")
    screen.line(f"       {made.database} on {made.server}: {len(made.rows)} tables, {rows} rows")
    at = made.tags[-1] if made.tags else f"{len(made.position)} rows in {made.tracking_table}"
    screen.line(f"       at {at}; manifest in {manifest.path(file).name}")
    screen.line(f"       {read}")
    screen.line("Roles are not in it: pg_dumpall --globals-only saves them.")


def load(production: Production, file: Path, into: str | None, form: str, *, exchange: bool, yes: bool) -> int:
    """Read a backup into a new database, and with `exchange` give it the name of the old one."""
    target = production.target
    if not file.is_file():
        raise Problem("There is no such backup.", where=str(file), do="Name the file that `sterna backup` wrote.")
    with target.connect(name="sterna restore") as connection:
        about = server(connection)
        now = stamp(datetime.now(UTC))
        name = into or free(connection, f"{about.database}_restored_{now}")
        kept = free(connection, f"{about.database}_before_{now}")
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    if exchange:
        screen.line(f"{file} {_origin(file)}.")
        screen.line(
            f"The swap ends all sessions of {about.name}; what was written since the backup stays behind in {kept}."
        )
        sys.stdout.flush()
        agree(yes, f"Put the backup in the place of {about.name}?")
    with _growing() as heard:
        done = restore(target, about.database, file, name, about.version, progress=heard)
    if exchange:
        swap(target, about.database, name, kept)
        done = replace(done, database=about.database, kept=kept)
    _restored(screen, done)
    if form == "json":
        sys.stdout.write(json_text({"database": done.database, "counted": done.counted, "kept": done.kept}))
    return 0


def _origin(file: Path) -> str:
    """Say what a backup is of, by its manifest: that of staging looks like that of production."""
    made = manifest.read(file)
    if made is None:
        return "has no manifest that says of which database it is"
    return f"is of {made.database} on {made.server}, begun {made.started}"


def _restored(screen: Screen, done: Restored) -> None:
    counted = (
        "every table has the rows of the manifest" if done.counted else "it has no manifest, so nothing was counted"
    )
    screen.line(("restored", "green"), f"  {done.database}: {counted}")
    if done.kept:
        screen.line(f"The old one is called {done.kept} and takes no sessions. Drop it when you are sure.")
    else:
        screen.line("Point the application to it, or run it again with --swap.")


def _history(folder: Path | None) -> History | None:
    """Read the folder where there is one of Drizzle's: a backup needs none."""
    try:
        choice = find(folder, Path.cwd())
    except Problem:
        if folder is not None:
            raise
        return None
    found = histories.read(choice.folder)
    return found if found.layout.drizzle else None


@contextmanager
def _growing() -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many bytes a growing file has."""
    if not coloured(sys.stderr):
        yield lambda _size: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("working", total=None)
        yield lambda size: bar.update(task, description=amount(size) if size else "working")
