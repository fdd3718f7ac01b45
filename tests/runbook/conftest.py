"""Servers that stand for production, and databases on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest

from sterna.postgres.connection import Connection
from sterna.postgres.server import Server, open_server
from sterna.postgres.target import Target, target

SECRET = "p%s=@:/?# '\"\\"  # noqa: S105 (of nobody)
"""A password that has to be quoted everywhere."""


@dataclass(frozen=True)
class Production:
    """A database in production, as whoever deploys sees it; `url` is what DATABASE_URL holds."""

    server: Server
    name: str
    url: str

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

    def url_of(self, user: str, password: str = "") -> str:
        """Return the URL for another role."""
        return _url(self.server, self.name, user, password)


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
        assert server.directory is not None
        with (server.directory / "data" / "pg_hba.conf").open("a") as hba:
            hba.write("local all all scram-sha-256\n")
        server.run_as_admin("SELECT pg_reload_conf()")
        yield server


@pytest.fixture
def production(production_server: Server) -> Iterator[Production]:
    """Make an empty database in production and drop it afterwards."""
    yield from _database(production_server)


@pytest.fixture
def other(production_server: Server) -> Iterator[Production]:
    """Make another one."""
    yield from _database(production_server)


def _database(server: Server) -> Iterator[Production]:
    name = f"app_{uuid4().hex[:12]}"
    server.create_database(name)
    yield Production(server, name, _url(server, name, server.owner))
    server.drop_database(name)


def _url(server: Server, database: str, user: str, password: str = "") -> str:
    assert server.directory is not None
    secret = f":{quote(password, safe='')}" if password else ""
    return f"postgresql://{user}{secret}@/{database}?host={quote(str(server.directory), safe='')}"
