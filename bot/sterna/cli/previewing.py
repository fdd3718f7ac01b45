"""`sterna preview`: what is pending, applied to a copy of production that is thrown away."""

from __future__ import annotations

import sys
from pathlib import Path

from sterna.cli.options import Work
from sterna.history.model import History, Migration
from sterna.postgres.opening import open_server
from sterna.problem import Problem
from sterna.report import deployment as words
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.runbook.backup import copy
from sterna.runbook.failure import first_line
from sterna.runbook.migrate import migrate
from sterna.runbook.plan import plan
from sterna.runbook.sizes import sizes
from sterna.runbook.standing import stand
from sterna.runbook.tracking import Table
from sterna.runbook.turn import Patience
from sterna.sql.statement import Statement


class _Clock:
    """Remembers how long each statement took; `notes` are said as they come."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._at: Statement | None = None
        self.took: list[tuple[Statement, float]] = []

    def starts(self, migration: Migration, statement: Statement) -> None:  # noqa: ARG002 (a watcher's form)
        self._at = statement

    def ended(self, seconds: float) -> None:
        if self._at is not None:
            self.took.append((self._at, seconds))

    def note(self, text: str) -> None:
        self._screen.line(f"note: {text}")


def preview(history: History, work: Work, form: str, file: Path, table: Table | None) -> int:
    """Read a dump into a private server, apply what is pending there, and say what each statement took."""
    if not file.is_file():
        raise Problem("There is no such dump.", where=str(file), do="Make one: sterna backup")
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    with open_server(pg_bin=work.pg_bin, url=work.url) as server:
        copy(file, server, "preview")
        here = server.target("preview")
        with here.connect(name="sterna preview") as connection:
            connection.run("ANALYZE")
            standing = stand(connection, history, table)
            found = plan(standing, history.faults)
            every = sizes(connection, [_full(row) for row in connection.rows(_TABLES)])
        clock = _Clock(Screen(sys.stderr))
        patience = Patience(statement=work.deadline)
        done = migrate(here, history, found, patience=patience, watcher=clock)
        name = f"PostgreSQL {server.version_name}"
    screen.line(
        f"A copy of {file} on {name}: {len(every)} tables, {sum(one.rows or 0 for one in every.values())} rows."
    )
    for statement, seconds in clock.took:
        screen.line(f"  {seconds:9.3f} s  {statement.place}: {first_line(statement)}", hang=4)
    if not done:
        screen.line("Nothing is pending in it.")
    words.applied(screen, done)
    if form == "json":
        statements = [
            {"path": str(one.path), "number": one.number, "line": one.line, "seconds": seconds}
            for one, seconds in clock.took
        ]
        sys.stdout.write(json_text({"applied": words.applied_json(done), "statements": statements}))
    return 0


_TABLES = """
SELECT quote_ident(n.nspname), quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2"""


def _full(row: tuple[str | None, ...]) -> str:
    return ".".join(part or "" for part in row)
