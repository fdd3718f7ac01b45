"""Connections that are lost, servers that crash, disks that are full: the database tells what is true."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from sterna.postgres.connection import SqlError
from sterna.postgres.opening import open_server
from sterna.problem import Problem
from sterna.runbook.failure import Failed
from tests.cli.histories import STERNA, environment, make
from tests.runbook.conftest import Production
from tests.runbook.running import run
from tests.runbook.servers import answers, crash, restartable

HISTORY = {
    "0000_a": "CREATE TABLE a (v integer);",
    "0001_b": "CREATE TABLE b (v integer);--> statement-breakpoint\nINSERT INTO a VALUES (1);",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of two migrations."""
    return make(tmp_path / "drizzle", HISTORY)


class Cutter:
    """A way to the server that is cut, once, when the client says COMMIT: after it went through, or before.

    The first COMMIT is that of the tracking table, the second that of the migrations.
    """

    def __init__(self, server: Path, here: Path, *, through: bool, which: int) -> None:
        """Listen in a folder of ours."""
        self._server = str(server / ".s.PGSQL.5432")
        self._through = through
        self._which = which
        self.cut = 0
        self._deaf: set[socket.socket] = set()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(here / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, ours: bool) -> None:
        with source, sink:
            while data := _received(source):
                if ours and b"COMMIT\0" in data:
                    self.cut += 1
                    if self.cut == self._which:
                        if self._through:
                            self._deaf.add(source)
                            sink.sendall(data)
                            time.sleep(0.2)
                        source.shutdown(socket.SHUT_RDWR)
                        sink.shutdown(socket.SHUT_RDWR)
                        return
                try:
                    if sink not in self._deaf:
                        sink.sendall(data)
                except OSError:
                    return


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


@pytest.mark.parametrize(("through", "which"), [(True, 2), (False, 2), (True, 1), (False, 1)])
def test_a_connection_that_is_lost_at_the_commit(
    folder: Path, production: Production, tmp_path: Path, through: bool, which: int
) -> None:
    """Whether the COMMIT came through, nobody knows but the server: it is asked, and what is said is what is true."""
    assert production.server.directory is not None
    here = tmp_path / "s"
    here.mkdir()
    cutter = Cutter(production.server.directory, here, through=through, which=which)
    url = f"postgresql://{production.server.owner}@/{production.name}?host={quote(str(here), safe='')}"
    try:
        with pytest.raises(Failed) as failed:
            run(Production(production.server, production.name, url), folder)
    finally:
        cutter.close()
    assert cutter.cut >= which
    assert failed.value.what == "The connection was lost."
    done = through and which == 2
    if done:
        assert "Applied in this run: 0000_a, 0001_b." in failed.value.where
        assert failed.value.do == "Nothing is left to do."
        assert len(production.tracked()) == 2
    else:
        assert "Nothing of this run is applied. Not applied: 0000_a, 0001_b." in failed.value.where
        assert production.tracked() == []
    assert [one.tag for one in run(production, folder)] == ([] if done else ["0000_a", "0001_b"])
    assert production.rows("SELECT count(*) FROM a") == [("1",)]


def test_ctrl_c_in_the_middle_of_a_statement(folder: Path, production: Production) -> None:
    """It ends at once, nothing is applied, and the session is gone soon."""
    (folder / "0001_b.sql").write_text("CREATE TABLE b (v integer); SELECT pg_sleep(60);")
    words = [*STERNA, "migrate", str(folder), "--yes", "--unproven", "it sleeps", "--pg-bin", "nowhere"]
    process = subprocess.Popen(
        words,
        cwd=folder.parent,
        env=environment(DATABASE_URL=production.url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    sleeping = (
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%'"
        " AND state = 'active' AND pid <> pg_backend_pid()"
    )
    while not production.rows(sleeping):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.endswith("sterna: interrupted\n")
    limit = time.monotonic() + 20
    while production.rows(sleeping):
        assert time.monotonic() < limit
        time.sleep(0.1)
    assert production.tracked() == []
    assert production.rows("SELECT to_regclass('a'), to_regclass('b')") == [(None, None)]


@contextmanager
def own() -> Iterator[Production]:
    """Start a server of our own, with an empty database."""
    with open_server() as server:
        assert server.directory is not None
        server.create_database("app")
        host = quote(str(server.directory), safe="")
        yield Production(server, "app", f"postgresql://{server.owner}@/app?host={host}")


@pytest.mark.slow
def test_a_server_that_crashes(tmp_path: Path) -> None:
    """20 crashes at random moments, each followed by recovery: nothing is lost, doubled or untracked."""
    dice = random.Random(9)  # noqa: S311 (no secret)
    steps = {"0000_n": "CREATE TABLE n (v integer);"}
    for number in range(1, 30):
        steps[f"{number:04}_n"] = f"INSERT INTO n SELECT {number} FROM generate_series(1, 500);"
    folder = make(tmp_path / "drizzle", steps)
    ended = set()
    with restartable() as production:
        for number in range(20):
            threading.Timer(dice.uniform(0.0, 0.4), crash, args=(production,)).start()
            try:
                run(production, folder, one_by_one=bool(number % 2))
                ended.add("done")
            except (Problem, SqlError) as error:
                ended.add(type(error).__name__)
            answers(production)
            done = len(production.tracked())
            if number % 2 == 0:
                assert done in (0, len(steps))
            if done:
                assert production.rows("SELECT count(*), count(DISTINCT v) FROM n") == [
                    (str(500 * (done - 1)), str(done - 1))
                ]
            run(production, folder)
            assert len(production.tracked()) == len(steps)
            assert production.rows("SELECT count(*) FROM n") == [(str(500 * (len(steps) - 1)),)]
            production.run("DROP TABLE n; DROP SCHEMA drizzle CASCADE")
    assert "Failed" in ended


@pytest.mark.slow
def test_a_server_whose_disk_is_full(tmp_path: Path) -> None:
    """The statement is refused with what PostgreSQL says, and nothing of the run is applied."""
    steps = HISTORY | {"0002_full": "INSERT INTO b SELECT generate_series(1, 100000);"}
    folder = make(tmp_path / "drizzle", steps)
    with own() as production:
        assert production.server.directory is not None
        small = production.server.directory / "small"
        small.mkdir()
        owner = (production.server.directory / "data").stat()
        words = ["-t", "tmpfs", "-o", f"size=400k,uid={owner.st_uid},gid={owner.st_gid},mode=700", "tmpfs", str(small)]
        if subprocess.run(["/bin/mount", *words], check=False, capture_output=True).returncode:
            pytest.skip("this user may not mount a small disk")
        try:
            production.server.run_as_admin(f"CREATE TABLESPACE small LOCATION '{small}'")
            production.server.run_as_admin(
                f"GRANT CREATE ON TABLESPACE small TO {production.server.owner};"
                f"ALTER ROLE {production.server.owner} IN DATABASE app SET default_tablespace = small"
            )
            words = ["migrate", str(folder), "--yes"]
            done = production.sterna(*words, cwd=tmp_path)
            assert done.returncode == 1
            assert "sterna: 0002_full was refused.\n" in done.stderr
            assert "53100: could not extend file" in done.stderr
            assert "Nothing of this run is applied. Not applied: 0000_a, 0001_b, 0002_full." in done.stderr
            assert "The disk is full: make room, then run `sterna migrate` again." in done.stderr
            assert production.tracked() == []
        finally:
            production.server.drop_database("app")
            production.server.run_as_admin("DROP TABLESPACE IF EXISTS small")
            subprocess.run(["/bin/umount", str(small)], check=True)
