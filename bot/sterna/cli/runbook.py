"""What can be asked of Sterna about a database in production."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sterna.cli.commands import sterna
from sterna.cli.options import Work, on_a_server
from sterna.cli.production import Production, on_production, waiting

if TYPE_CHECKING:
    from sterna.history.model import History
    from sterna.runbook.turn import Patience

_FOLDER = click.Path(path_type=Path)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@on_production
@click.option("--drift", is_flag=True, help="Also compare every object with what the applied migrations make.")
@click.option("--expect-applied", is_flag=True, help="Exit with 1 also when something is pending.")
@on_a_server
@_FORMAT
def status(
    folder: Path | None, production: Production, work: Work, form: str, drift: bool, expect_applied: bool
) -> int:
    """Say which migrations a database has, and what Drizzle will do with the others.

    Exit codes: 0 nothing is wrong (pending is not wrong), 1 something is, 2 usage or environment.
    """
    from sterna.cli import standing

    return standing.status(history(folder), production, work, form, drift=drift, strict=expect_applied)


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@on_production
@waiting
@click.option("--one-by-one", is_flag=True, help="A transaction for each migration instead of one for all.")
@click.option("--out-of-order", is_flag=True, help="Also run those that Drizzle skips because their time is past.")
@click.option("--unproven", metavar="REASON", default="", help="Run what is not proven, and say why.")
@click.option("--plan", "dry", is_flag=True, help="Show the plan and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@_FORMAT
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

    return migrating.deploy(history(folder), production, work, form, migrating.Wanted(patience, **asked))


@sterna.command("mark-applied")
@click.argument("tags", nargs=-1, required=True, metavar="TAG...")
@click.option("--folder", type=_FOLDER, help="The migrations folder.")
@on_production
@click.option("--unproven", metavar="REASON", default="", help="How you know that its statements on rows were run.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@_FORMAT
def mark_applied(
    tags: tuple[str, ...],
    folder: Path | None,
    production: Production,
    work: Work,
    form: str,
    **asked: Any,  # noqa: ANN401 (two flags)
) -> int:
    """Write the rows of migrations that are in the database already, when every object of theirs is.

    Exit codes: 0 the rows are written, 1 something differs, 2 usage or environment.
    """
    from sterna.cli import marking

    return marking.write_rows(history(folder), production, work, form, marking.Wanted(tags, **asked))


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@on_production
@click.option("--to", metavar="TAG", help="Compare with this migration, not with the one that fits best.")
@click.option("--unproven", metavar="REASON", default="", help="How you know that the statements on rows were run.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_a_server
@_FORMAT
def baseline(
    folder: Path | None,
    production: Production,
    work: Work,
    form: str,
    to: str | None,
    **asked: Any,  # noqa: ANN401 (two flags)
) -> int:
    """Begin to track a database that was there before: write the rows of all that it holds already.

    Exit codes: 0 the rows are written, 1 something differs, 2 usage or environment.
    """
    from sterna.cli import marking

    return marking.write_rows(history(folder), production, work, form, marking.Wanted((), to, **asked))


def history(folder: Path | None) -> History:
    """Read the folder that is meant, and say which one where nobody named it; raise Problem."""
    from sterna import history as histories
    from sterna.cli.folder import find

    choice = find(folder, Path.cwd())
    if choice.why:
        click.echo(f"Using {choice.folder} ({choice.why}).", err=True)
    return histories.read(choice.folder)
