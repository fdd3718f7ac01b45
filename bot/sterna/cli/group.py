"""The group of all commands, and what many of them are told in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sterna.cli.help import Commands

FOLDER: Final = click.Path(path_type=Path)
FORMAT: Final = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sterna", prog_name="sterna", message="%(prog)s %(version)s")
def sterna() -> None:
    """Database migrations with a proven way back.

    FOLDER is the migrations folder, of Drizzle or of numbered SQL files. Without it: `out` of drizzle.config.ts, else
    ./drizzle or ./migrations.

    Exit codes: 0 clean, 1 findings at error level or a rollback that is not proven, 2 usage or environment.
    """
