"""Which database a command works on: its URL comes from the environment and is shown to nobody."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Final

import click

from sterna.problem import Problem

if TYPE_CHECKING:
    from sterna.postgres.connection import Connection
    from sterna.postgres.target import Target
    from sterna.runbook.tracking import Table
    from sterna.runbook.turn import Patience

Command = Callable[..., int]

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_USUAL: Final = "DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Production:
    """The database that was asked for: a variable of the environment or a URL without a password, and a table."""

    url: str | None
    table: str | None

    @property
    def target(self) -> Target:
        """Return the way in; raise Problem."""
        from sterna.postgres.target import target

        if self.url is None or _VARIABLE.fullmatch(self.url):
            name = self.url or _USUAL
            value = os.environ.get(name)
            if not value:
                raise Problem(
                    f"No database was named: {name} is not set.",
                    do=f"Put its URL into the environment: {name}=postgresql://user:password@host:port/database",
                )
            return target(value, name)
        found = target(self.url, "--url")
        if found.program()[1]:
            raise Problem(
                "A password in --url shows in the list of processes.",
                do="Put the URL into the environment and name the variable: --url STAGING_DATABASE_URL",
            )
        return found

    @contextmanager
    def session(self, name: str) -> Iterator[Connection]:
        """Open a session that the server knows by this name; raise Problem, also when it is lost in the block."""
        from sterna.postgres.connection import SqlError

        with self.target.connect(name=name) as connection:
            try:
                yield connection
            except SqlError as error:
                raise Problem(f"The connection was lost: {error}.", where=connection.address) from error

    @property
    def tracking(self) -> Table | None:
        """Return the tracking table that was asked for; raise Problem."""
        from sterna.runbook.tracking import parse

        return parse(self.table) if self.table is not None else None


@dataclass(frozen=True, slots=True)
class Back:
    """How `sterna rollback --apply` was asked for."""

    production: Production
    patience: Patience
    to: str | None
    lose_rows: bool
    yes: bool


def on_production(command: Command) -> Command:
    """Add `--url` and `--table`; the command gets them as `production`."""

    @click.option(
        "--url",
        "database_url",
        metavar="NAME",
        help="The environment variable that holds the database's URL, or a URL without a password.  "
        "[default: DATABASE_URL]",
    )
    @click.option(
        "--table",
        metavar="SCHEMA.TABLE",
        help="Drizzle's tracking table, where it is not drizzle.__drizzle_migrations.",
    )
    @wraps(command)
    def call(*, database_url: str | None, table: str | None, **rest: object) -> int:
        return command(production=Production(database_url, table), **rest)

    return call


def waiting(command: Command) -> Command:
    """Add `--wait`, `--lock-timeout`, `--retries` and `--statement-timeout`; the command gets them as `patience`."""
    seconds = click.FloatRange(min=0)

    @click.option(
        "--wait", type=seconds, default=300.0, show_default=True, metavar="SECONDS", help="Wait for another migrator."
    )
    @click.option(
        "--lock-timeout",
        type=seconds,
        default=5.0,
        show_default=True,
        metavar="SECONDS",
        help="Give up on a lock after this time, so that nobody queues behind it, and try again.",
    )
    @click.option(
        "--retries", type=click.IntRange(min=0), default=8, show_default=True, help="Try a lock this often again."
    )
    @click.option(
        "--statement-timeout",
        type=seconds,
        default=900.0,
        show_default=True,
        metavar="SECONDS",
        help="End a statement in a transaction that runs longer; 0 is never.",
    )
    @wraps(command)
    def call(*, wait: float, lock_timeout: float, retries: int, statement_timeout: float, **rest: object) -> int:
        from sterna.runbook.turn import Patience

        patience = Patience(turn=wait, lock=lock_timeout, statement=statement_timeout, retries=retries)
        return command(patience=patience, **rest)

    return call


def applying(command: Command) -> Command:
    """Add `--apply` and what goes with it; the command gets them as `back`, None without `--apply`."""

    @click.option("--apply", is_flag=True, help="Run the down files on the database, the newest first.")
    @click.option("--to", metavar="TAG", help="With --apply: all after TAG, which stays; `empty` is all of them.")
    @click.option("--lose-rows", is_flag=True, help="With --apply: also where data is lost.")
    @click.option("--yes", is_flag=True, help="With --apply: do not ask.")
    @on_production
    @waiting
    @wraps(command)
    def call(
        *,
        apply: bool,
        to: str | None,
        lose_rows: bool,
        yes: bool,
        production: Production,
        patience: Patience,
        **rest: object,
    ) -> int:
        if not apply and (to is not None or lose_rows or yes or production != Production(None, None)):
            raise click.UsageError("--to, --lose-rows, --yes, --url and --table go with --apply.")
        back = Back(production, patience, to, lose_rows, yes) if apply else None
        return command(back=back, **rest)

    return call
