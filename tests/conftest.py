"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sterna.postgres.server import Server, open_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a private PostgreSQL, one for each process that runs tests, and end it with them."""
    with open_server(pg_bin=None, url=None) as private:
        yield private
