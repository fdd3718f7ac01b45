"""The migrations and the folder that a person means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sterna.problem import Problem

if TYPE_CHECKING:
    from sterna.cli.options import Asked
    from sterna.cli.selection import Selection
    from sterna.history.model import History


def meant(asked: Asked) -> Selection:
    """Return the migrations that a person means, of the folder that is meant; raise Problem."""
    from sterna import history as histories
    from sterna.cli.selection import select

    asked = _of_its_folder(asked)
    folder = _named(asked.folder)
    found = histories.read(folder)
    if not found.layout.drizzle:
        click.echo(f"{folder} holds plain SQL files: each runs by itself, as psql runs it.", err=True)
    chosen = select(found, asked.tags, base=asked.base, everything=asked.everything)
    if not chosen.migrations and not chosen.unread:
        click.echo(f"No migration is {chosen.what}." if asked.base else "The folder holds no migration.", err=True)
    return chosen


def tracked(folder: Path | None) -> History:
    """Read the folder that is meant, for a command that goes by the tracking table; raise Problem."""
    from sterna import history as histories

    named = _named(folder)
    found = histories.read(named)
    if not found.layout.drizzle:
        raise Problem(
            "This command goes by Drizzle's tracking table, and these are plain SQL files that Drizzle does not run.",
            where=str(named),
            do="Ask the program that runs them. `sterna review`, `describe` and `rollback` work on such a folder.",
        )
    return found


def without_folder(asked: Asked) -> Asked:
    """Take a folder out of the tags, and one out of a path: people write `sterna rollback 0007 migrations`."""
    folders = [tag for tag in asked.tags if not tag.endswith(".sql") and (Path(tag).is_dir() or "/" in tag)]
    files = [tag for tag in asked.tags if tag.endswith(".sql") and "/" in tag]
    if len(folders) > (asked.folder is None):
        named = ", ".join(map(str, filter(None, [asked.folder, *folders])))
        raise click.UsageError(f"Several folders are named: {named}.")
    if folders:
        rest = tuple(tag for tag in asked.tags if tag not in folders)
        return replace(asked, tags=rest, folder=Path(folders[0]))
    if asked.folder is None and files:
        return replace(asked, folder=_folder_of(Path(files[0])))
    return asked


def _named(folder: Path | None) -> Path:
    """Return the folder that is meant, and say which one where nobody named it; raise Problem."""
    from sterna.cli.folder import find

    choice = find(folder, Path.cwd())
    if choice.why:
        click.echo(f"Using {choice.folder} ({choice.why}).", err=True)
    return choice.folder


def _of_its_folder(asked: Asked) -> Asked:
    """Take a file that is named in place of a folder for the one migration that is meant."""
    path = asked.folder
    if path is None or path.suffix != ".sql" or not path.is_file():
        return asked
    return replace(asked, folder=_folder_of(path), tags=(*asked.tags, str(path)))


def _folder_of(path: Path) -> Path:
    from sterna.history.model import MIGRATION

    return path.parent.parent if path.name == MIGRATION else path.parent
