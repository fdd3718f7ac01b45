"""Servers that stand for production, and databases on them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from sterna.postgres.connection import Connection
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from sterna.postgres.target import Target, target
from tests.cli.histories import make, within
from tests.runbook.histories import THREE
from tests.servers import let_in, url_of

SECRET = "p%s=@:/?# '\"\\"  # noqa: S105 (of nobody)
"""A password that has to be quoted everywhere."""


@dataclass(frozen=True)
class Production:
    """A database in production, as whoever deploys sees it; `url` is what DATABASE_URL holds.

    `workshop` is the URL of a server that stands for the private one: started once, and not by each command.
    """

    server: Server
    name: str
    url: str
    workshop: str = ""

    @property
    def target(self) -> Target:
        """Return the way in."""
        return target(self.url, "DATABASE_URL")

    def connect(self) -> Connection:
        """Open a session as the owner."""
        return self.server.connect(self.name)

    def rows(self, sql: str) -> list[tuple[str | None, ...]]:
        """Ask the database."""
        with self.connect() as connection:
            return connection.rows(sql)

    def run(self, sql: str) -> None:
        """Tell the database."""
        with self.connect() as connection:
            connection.run(sql)

    def tracked(self, table: str = 'drizzle."__drizzle_migrations"') -> list[tuple[str | None, ...]]:
        """Return hash and time of the rows in the order of their ids; none where there is no table."""
        if self.rows(f"SELECT to_regclass('{table}')") == [(None,)]:
            return []
        return self.rows(f"SELECT hash, created_at FROM {table} ORDER BY id")

    def dump(self) -> str:
        """Return the schema as pg_dump prints it."""
        return self.server.dump(self.name)

    def sterna(self, *words: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command on this database, in this process."""
        settings = {"DATABASE_URL": self.url, "STERNA_POSTGRES": self.workshop} | more
        return within(*words, cwd=cwd, stdin=b"", **settings)

    def url_of(self, user: str, password: str = "") -> str:
        """Return the URL for another role."""
        return url_of(self.server, self.name, user, password)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of three migrations."""
    return make(tmp_path / "drizzle", THREE)


@pytest.fixture(scope="session", params=["own", pytest.param("installed", marks=pytest.mark.slow)])
def production_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Start a server that stands for production: the embedded one, and the oldest that is installed.

    Other roles than its own get in by password.
    """
    pg_bin = None
    if request.param == "installed":
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
        if not installed:
            pytest.skip("no other PostgreSQL is installed in /usr/lib/postgresql")
        pg_bin = installed[0].parent
    with open_server(pg_bin=pg_bin) as server:
        let_in(server)
        yield server


@pytest.fixture
def production(production_server: Server, workshop: str) -> Iterator[Production]:
    """Make an empty database in production and drop it afterwards."""
    with database(production_server, workshop) as made:
        yield made


@pytest.fixture
def other(production_server: Server, workshop: str) -> Iterator[Production]:
    """Make another one."""
    with database(production_server, workshop) as made:
        yield made


@contextmanager
def database(server: Server, workshop: str) -> Iterator[Production]:
    """Make an empty database and drop it afterwards."""
    name = f"app_{uuid4().hex[:12]}"
    server.create_database(name)
    yield Production(server, name, url_of(server, name, server.owner), workshop)
    server.drop_database(name)
