"""What can be asked of Sterna about a database in production."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sterna.cli.group import FOLDER, FORMAT, sterna
from sterna.cli.meant import tracked
from sterna.cli.options import Work, on_a_server
from sterna.cli.production import Production, on_production, waiting

if TYPE_CHECKING:
    from sterna.runbook.turn import Patience


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@click.option("--drift", is_flag=True, help="Also compare every object with what the applied migrations make.")
@click.option("--expect-applied", is_flag=True, help="Exit with 1 also when something is pending.")
@on_a_server
@FORMAT
def status(
    folder: Path | None, production: Production, work: Work, form: str, drift: bool, expect_applied: bool
) -> int:
    """Say which migrations a database has, and what Drizzle will do with the others.

    Exit codes: 0 nothing is wrong (pending is not wrong), 1 something is, 2 usage or environment.
    """
    from sterna.cli import standing

    return standing.status(tracked(folder), production, work, form, drift=drift, strict=expect_applied)


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@waiting
@click.option("--one-by-one", is_flag=True, help="A transaction for each migration instead of one for all.")
@click.option("--out-of-order", is_flag=True, help="Also run those that Drizzle skips because their time is past.")
@click.option("--unproven", metavar="REASON", default="", help="Run what is not proven, and say why.")
@click.option("--plan", "dry", is_flag=True, help="Show the plan and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@FORMAT
def migrate(
    folder: Path | None,
    production: Production,
    patience: Patience,
    work: Work,
    form: str,
    **asked: Any,  # noqa: ANN401 (the flags of Wanted)
) -> int:
    """Apply what is pending, as Drizzle does, with its plan shown and proven first.

    A statement with CONCURRENTLY in a migration of its own runs outside of transactions. Killed at any moment, it goes
    on when it is run again.

    Exit codes: 0 all is applied, 1 something was refused or is not proven, 2 usage or environment.
    """
    from sterna.cli import migrating

    return migrating.deploy(tracked(folder), production, work, form, migrating.Wanted(patience, **asked))


@sterna.command("mark-applied")
@click.argument("tags", nargs=-1, required=True, metavar="TAG...")
@click.option("--folder", type=FOLDER, help="The migrations folder.")
@on_production
@click.option("--unproven", metavar="REASON", default="", help="How you know that its statements on rows were run.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@FORMAT
def mark_applied(
    tags: tuple[str, ...],
    folder: Path | None,
    production: Production,
    work: Work,
    form: str,
    **asked: Any,  # noqa: ANN401 (two flags)
) -> int:
    """Mark migrations as applied whose objects are all in the database already.

    Exit codes: 0 the rows are written, 1 something differs, 2 usage or environment.
    """
    from sterna.cli import marking

    return marking.write_rows(tracked(folder), production, work, form, marking.Wanted(tags, **asked))


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@click.option("--to", metavar="TAG", help="Compare with this migration, not with the one that fits best.")
@click.option("--unproven", metavar="REASON", default="", help="How you know that the statements on rows were run.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@FORMAT
def baseline(
    folder: Path | None,
    production: Production,
    work: Work,
    form: str,
    to: str | None,
    **asked: Any,  # noqa: ANN401 (two flags)
) -> int:
    """Begin to track a database that nobody tracks: mark as applied what it holds already.

    Exit codes: 0 the rows are written, 1 something differs, 2 usage or environment.
    """
    from sterna.cli import marking

    return marking.write_rows(tracked(folder), production, work, form, marking.Wanted((), to, **asked))


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
@click.option("--verify", "read_back", is_flag=True, help="Read it back into a private server and compare it.")
@on_a_server
@FORMAT
def backup(
    folder: Path | None, production: Production, work: Work, form: str, output: Path | None, read_back: bool
) -> int:
    """Save the database in pg_dump's own format, with a manifest: checksum, rows of each table, applied migrations."""
    from sterna.cli import saving

    return saving.save(folder, production, work, form, output, read_back=read_back)


@sterna.command()
@click.argument("file", type=click.Path(path_type=Path))
@on_production
@click.option("--into", metavar="NAME", help="The new database.  [default: DATABASE_restored_TIME]")
@click.option("--swap", "exchange", is_flag=True, help="Then give it the name of the old one, which is kept.")
@click.option("--yes", is_flag=True, help="With --swap: do not ask.")
@FORMAT
def restore(file: Path, production: Production, form: str, into: str | None, exchange: bool, yes: bool) -> int:
    """Read a backup into a new database of the same server, never into one that is there."""
    from sterna.cli import saving

    return saving.load(production, file, into, form, exchange=exchange, yes=yes)


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@click.option("--no-database", is_flag=True, help="Look at the folder alone.")
@click.option("--drift", is_flag=True, help="Also compare every object with what the applied migrations make.")
@on_a_server
@FORMAT
def doctor(folder: Path | None, production: Production, work: Work, form: str, no_database: bool, drift: bool) -> int:
    """Say all that is wrong with a folder and a database, each with the command that mends it.

    Exit codes: 0 no error, 1 errors, 2 usage or environment.
    """
    from sterna.cli import examining

    if no_database and drift:
        raise click.UsageError("--drift needs the database.")
    return examining.doctor(tracked(folder), None if no_database else production, work, form, drift=drift)


@sterna.command("read-only")
@click.argument("state", type=click.Choice(["on", "off"]))
@on_production
@click.option("--yes", is_flag=True, help="Do not ask.")
@FORMAT
def read_only(state: str, production: Production, form: str, yes: bool) -> int:
    """Let new sessions of the database only read, and end those that are open; or let them write again.

    Exit codes: 0 done, 1 sessions are left, 2 usage or environment.
    """
    from sterna.cli import switching

    return switching.read_only(production, form, on=state == "on", yes=yes)


@sterna.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--folder", type=FOLDER, help="The migrations folder.")
@click.option("--table", metavar="SCHEMA.TABLE", help="Drizzle's tracking table, where it is another one.")
@on_a_server
@FORMAT
def preview(dump: Path, folder: Path | None, table: str | None, work: Work, form: str) -> int:
    """Apply what is pending to a copy of a dump on a private server, and say how long each statement took."""
    from sterna.cli import previewing

    return previewing.preview(tracked(folder), work, form, dump, Production(None, table).tracking)


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
@on_production
@click.option("--title", default="(no title yet)", help="What it is called.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there instead of printing it."
)
@click.option("--backups", type=click.Path(path_type=Path), default=Path(), metavar="DIR", help="Where backups lie.")
def incident(folder: Path | None, production: Production, title: str, output: Path | None, backups: Path) -> int:
    """Write the document of an incident, filled with what can be seen: migrations, hashes, backups, locks."""
    from sterna.cli import reporting

    return reporting.incident(tracked(folder), production, title, output, backups)
