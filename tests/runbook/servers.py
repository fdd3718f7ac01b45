"""A server that comes back after a crash and can be restarted, as those in production do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sterna.postgres.binaries import find
from sterna.postgres.connection import Connection, SqlError
from tests.runbook.conftest import Production


@dataclass(frozen=True)
class Restartable(Production):
    """A database on a server that lies in a folder and is none of ours; `user` is whose it is, None where it is us."""

    folder: Path = Path()
    user: str | None = None

    def connect(self) -> Connection:
        """Open a session."""
        return self.target.reconnect()

    def control(self, *words: str) -> None:
        """Run pg_ctl to its end."""
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        subprocess.run(
            [
                find().bin / "pg_ctl",
                "-D",
                self.folder / "data",
                "-l",
                self.folder / "log",
                "-w",
                "-o",
                settings,
                *words,
            ],
            check=True,
            capture_output=True,
            user=self.user,
            timeout=60,
        )


@contextmanager
def restartable() -> Iterator[Restartable]:
    """Start a server, and stop it afterwards."""
    user = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        words: list[Any] = [find().initdb, "-D", folder / "data", "-U", "owner", "-A", "trust", "--no-sync"]
        subprocess.run(words, check=True, capture_output=True, user=user)
        # Nothing of ours may stay open in it: pg_ctl waits for the end of its output.
        url = f"postgresql://owner@/postgres?host={quote(name, safe='')}"
        made = Restartable(None, "postgres", url, folder=folder, user=user)  # type: ignore[arg-type]
        made.control("start")
        try:
            yield made
        finally:
            made.control("stop", "-m", "immediate")


def crash(production: Production) -> None:
    """End a process of the server as the kernel does when memory is short: all sessions are lost, and it recovers."""
    try:
        with production.connect() as connection:
            os.kill(connection.pid, signal.SIGKILL)
    except SqlError:
        return


def answers(production: Production) -> None:
    """Wait until the server answers."""
    limit = time.monotonic() + 30
    time.sleep(0.5)
    while True:
        try:
            production.rows("SELECT 1")
        except SqlError:
            assert time.monotonic() < limit
            time.sleep(0.1)
        else:
            return
