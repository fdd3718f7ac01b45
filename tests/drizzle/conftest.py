"""The servers that the example must run on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from sterna.postgres.opening import open_server
from sterna.postgres.server import Server


@pytest.fixture(scope="session", params=["own", "installed"])
def either_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Offer the private server of all tests, and the oldest that is installed on the machine."""
    if request.param == "own":
        yield request.getfixturevalue("server")
        return
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not installed:
        pytest.skip("no other PostgreSQL is installed in /usr/lib/postgresql")
    with open_server(pg_bin=installed[0].parent) as server:
        yield server


@contextmanager
def _empty(server: Server) -> Iterator[str]:
    name = f"example_{uuid4().hex}"
    server.create_database(name)
    yield name
    server.drop_database(name)


@pytest.fixture
def database(either_server: Server) -> Iterator[str]:
    """Make an empty database and drop it afterwards."""
    with _empty(either_server) as name:
        yield name


@pytest.fixture
def other_database(either_server: Server) -> Iterator[str]:
    """Make another one."""
    with _empty(either_server) as name:
        yield name
