"""What can be asked of Sterna about a database in production."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sterna.cli.commands import sterna
from sterna.cli.options import Work, on_a_server
from sterna.cli.production import Production, on_production

if TYPE_CHECKING:
    from sterna.history.model import History

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


def history(folder: Path | None) -> History:
    """Read the folder that is meant, and say which one where nobody named it; raise Problem."""
    from sterna import history as histories
    from sterna.cli.folder import find

    choice = find(folder, Path.cwd())
    if choice.why:
        click.echo(f"Using {choice.folder} ({choice.why}).", err=True)
    return histories.read(choice.folder)
