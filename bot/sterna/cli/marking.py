"""`sterna mark-applied` and `sterna baseline`."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from sterna.cli.migrating import agree
from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.cli.selection import find_entry
from sterna.history.model import History
from sterna.postgres.connection import SqlError
from sterna.postgres.opening import open_server
from sterna.problem import Problem
from sterna.report.production import heading
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.runbook.drift import live_catalog
from sterna.runbook.marking import Found, baseline, compare, mark, markable
from sterna.runbook.plan import writable
from sterna.runbook.standing import Standing, stand
from sterna.runbook.turn import Patience


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked to be marked: `tags`, or without them all up to `to`, or to what fits best."""

    tags: tuple[str, ...] = ()
    to: str | None = None
    unproven: str = ""
    yes: bool = False


def write_rows(history: History, production: Production, work: Work, form: str, wanted: Wanted) -> int:
    """Mark migrations whose work the database shows."""
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    with production.target.connect(name="sterna mark-applied") as connection:
        try:
            standing = stand(connection, history, production.tracking)
            writable(standing)
            tags = tuple(find_entry(history, tag) for tag in wanted.tags)
            to = find_entry(history, wanted.to) if wanted.to else None
            migrations = markable(standing, tags) if tags else ()
            live = live_catalog(connection)
            with open_server(pg_bin=work.pg_bin, url=work.url) as server:
                if not tags:
                    found = baseline(live, standing, history, server, work.deadline, to=to)
                else:
                    found = compare(live, standing, migrations, server, work.deadline)
            _show(screen, standing, found)
            _refuse(found, wanted.unproven)
            if found.rows:
                screen.line(f"It is marked all the same: {wanted.unproven}")
            else:
                screen.line(("Every object is there, as it should be.", "green"))
            sys.stdout.flush()
            agree(wanted.yes, f"Write these rows in {standing.server.name}?")
            mark(connection, history, standing, found.migrations, Patience())
        except SqlError as error:
            if connection.closed:
                raise Problem(
                    f"The connection was lost: {error}.",
                    where=connection.address,
                    do="`sterna status` says whether the rows are written: all of them, or none.",
                    code=1,
                ) from error
            raise Problem(f"No row was written: {error}.", where=connection.address) from error
    for migration in found.migrations:
        screen.line(("marked", "green"), f"  {migration.tag}")
    if form == "json":
        sys.stdout.write(json_text({"marked": [one.tag for one in found.migrations], "reason": wanted.unproven}))
    return 0


def _show(screen: Screen, standing: Standing, found: Found) -> None:
    heading(screen, standing)
    screen.line(f"Compared with what {_named(found)} makes.")
    for note in found.notes:
        screen.line((note, "dim"))
    screen.line("")
    sys.stdout.flush()


def _named(found: Found) -> str:
    tags = [migration.tag for migration in found.migrations]
    return tags[0] if len(tags) == 1 else f"{tags[0]} to {tags[-1]} ({len(tags)} migrations)"


def _refuse(found: Found, unproven: str) -> None:
    if found.differences:
        raise Problem(
            f"The database is not as {_named(found)} makes it, so no row was written.",
            where="\n".join(map(str, found.differences)),
            do="Mend what differs, or apply the migration.",
            code=1,
        )
    if found.rows and not unproven:
        raise Problem(
            "Every object is there, but the catalog does not say whether these statements were run.",
            where="\n".join(found.rows),
            do='Look at the rows. If it was done, say how you know: --unproven "REASON"',
            code=1,
        )
