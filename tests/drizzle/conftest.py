"""The servers that the example must run on."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture
def database(either_server: Server) -> Iterator[str]:
    """Make an empty database and drop it afterwards."""
    name = f"example_{uuid4().hex}"
    either_server.create_database(name)
    yield name
    either_server.drop_database(name)


@pytest.fixture
def other_database(either_server: Server) -> Iterator[str]:
    """Make another one."""
    name = f"example_{uuid4().hex}"
    either_server.create_database(name)
    yield name
    either_server.drop_database(name)
