"""The options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sterna.problem import Problem

if TYPE_CHECKING:
    from sterna.postgres.opening import Opening

Command = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Work:
    """On which server to work, and how long one statement may run, in seconds."""

    pg_bin: Path | None
    url: str | None
    deadline: float

    def opening(self) -> Opening:
        """Return what opens servers as was asked for."""
        from sterna.postgres.opening import Opening

        return Opening(pg_bin=self.pg_bin, url=self.url)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which migrations were asked for, as the person wrote it."""

    folder: Path | None
    tags: tuple[str, ...]
    base: str | None
    everything: bool


def on_a_server(command: Command) -> Command:
    """Add `--pg-bin`, `--postgres` and `--deadline`; the command gets them as `work`."""

    @click.option(
        "--pg-bin",
        type=click.Path(path_type=Path),
        metavar="DIR",
        envvar="STERNA_PG_BIN",
        help="Start the private server from the programs in this folder.",
    )
    @click.option(
        "--postgres",
        "url",
        metavar="URL",
        envvar="STERNA_POSTGRES",
        help="Work on this running server instead of a private one; databases are made and dropped there.",
    )
    @click.option(
        "--deadline",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="End a statement that runs longer, and go on with the next migration.",
    )
    @wraps(command)
    def call(*, pg_bin: Path | None, url: str | None, deadline: float, **rest: object) -> int:
        if pg_bin is not None and url is not None:
            raise click.UsageError("--pg-bin and --postgres name two servers; give one of them.")
        if url is not None and click.get_current_context().get_parameter_source("url") is ParameterSource.COMMANDLINE:
            _without_password(url)
        return command(work=Work(pg_bin, url, deadline), **rest)

    return call


def _without_password(url: str) -> None:
    """Refuse a password that everybody on the machine can read; raise Problem."""
    from sterna.postgres.target import target

    if target(url, "--postgres").program()[1]:
        raise Problem(
            "A password in --postgres shows in the list of processes.",
            do="Put the URL into the environment: STERNA_POSTGRES=postgresql://user:password@host:port/database",
        )


def selecting(command: Command) -> Command:
    """Add `--base` and `--all`; the command gets them with its `folder` and `tags` as `asked`."""

    @click.option("--base", metavar="REF", help="The migrations that are new since this git branch, tag or commit.")
    @click.option("--all", "everything", is_flag=True, help="All migrations of the folder.")
    @wraps(command)
    def call(*, folder: Path | None, tags: tuple[str, ...], base: str | None, everything: bool, **rest: object) -> int:
        return command(asked=Asked(folder, tags, base, everything), **rest)

    return call


def guided(command: Command) -> Command:
    """Add `--guide`; the command gets it as `own`."""
    return click.option(
        "--guide",
        "own",
        type=click.Path(path_type=Path),
        metavar="DIR",
        envvar="STERNA_GUIDE",
        help="A folder with pages of your own; without it, `guide` of .github/sterna.toml.",
    )(command)
