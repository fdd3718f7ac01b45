"""Servers that are restarted, and sessions that somebody ends, in the middle of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sterna import history
from sterna.problem import Problem
from sterna.runbook.failure import Failed
from sterna.runbook.position import State
from sterna.runbook.steps_back import Step, meant
from sterna.runbook.take_back import Going, take_back
from tests.cli.histories import make
from tests.runbook.conftest import Production
from tests.runbook.killing import BUILT
from tests.runbook.running import QUICK, Heard, run, standing, tags
from tests.runbook.servers import restartable

HISTORY = {
    "0000_n": "CREATE TABLE n (v integer);",
    "0001_one": "INSERT INTO n VALUES (1);SELECT pg_sleep(1);INSERT INTO n VALUES (2);",
    "0002_two": "INSERT INTO n VALUES (3);",
}
SLEEPS = "query LIKE 'SELECT pg_sleep%'"


def met(production: Production, condition: str) -> int:
    """Wait until a session of a run does what is meant, and return its process."""
    limit = time.monotonic() + 20
    sessions = "pg_stat_activity WHERE application_name LIKE 'sterna %' AND state = 'active'"
    while time.monotonic() < limit:
        for (pid,) in production.rows(f"SELECT pid FROM {sessions} AND {condition}"):
            return int(pid or 0)
        time.sleep(0.02)
    raise AssertionError(f"no session with {condition}")


def meanwhile(work: Callable[[], object], then: Callable[[], object]) -> BaseException | None:
    """Do one thing in a thread and another one here, and return how the first one failed."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        then()
        return running.exception()


@pytest.mark.slow
@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("mode", ["fast", "immediate", "smart"])
def test_a_server_that_is_restarted(tmp_path: Path, mode: str, one_by_one: bool) -> None:
    """What was and was not applied is told and true, and the next run goes on; a smart one waits for a transaction."""
    folder = make(tmp_path / "drizzle", HISTORY)
    with restartable() as production:

        def restart() -> None:
            met(production, SLEEPS)
            production.control("restart", "-m", mode)

        heard = Heard()
        failed = meanwhile(lambda: run(production, folder, one_by_one=one_by_one, heard=heard), restart)
        if mode == "smart":
            done = ["0000_n", "0001_one"] if one_by_one else [*HISTORY]
        else:
            done = ["0000_n"] if one_by_one else []
        undone = [tag for tag in HISTORY if tag not in done]
        assert tags(production, folder) == done
        if undone:
            assert isinstance(failed, Failed)
            assert failed.what == "The connection was lost."
            assert failed.do == "Run `sterna migrate` again: it goes on from there."
            kept = f"Applied in this run: {', '.join(done)}." if done else "Nothing of this run is applied."
            assert f"The server was asked again. {kept} Not applied: {', '.join(undone)}." in failed.where
            assert any(note.startswith("the connection was lost: asking the server") for note in heard.notes)
        else:
            assert failed is None
        position = standing(production, folder).position
        assert [place.tag for place in position.of(State.APPLIED)] == done
        assert not position.wrong
        assert [one.tag for one in run(production, folder)] == undone
        assert production.rows("SELECT count(*), count(DISTINCT v) FROM n") == [("3", "3")]


@pytest.mark.slow
def test_a_restart_while_an_index_is_built(tmp_path: Path) -> None:
    """The INVALID index is left behind and told of, and the next run builds it anew."""
    folder = make(tmp_path / "drizzle", {"0000_a": A, "0001_build": BUILD})
    with restartable() as production:
        run(production, make(tmp_path / "first", {"0000_a": A}))
        with production.connect() as holder:
            holder.run("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE")

            def restart() -> None:
                met(production, BUILDS)
                production.control("restart", "-m", "fast")

            failed = meanwhile(lambda: run(production, folder, built=BUILT), restart)
        assert isinstance(failed, Failed)
        assert "Nothing of this run is applied. Not applied: 0001_build." in failed.where
        run(production, folder, built=BUILT)
        assert production.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_v'::regclass") == [("t",)]
        assert standing(production, folder).wrong is False


A = "CREATE TABLE a (id integer PRIMARY KEY, v text);"
BUILD = "CREATE INDEX CONCURRENTLY a_v ON a (v);"
BUILDS = "query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'"


def test_a_build_that_somebody_ends(tmp_path: Path, production: Production) -> None:
    """The session that builds is ended and the one that holds the locks is not: the run does not wait for itself."""
    folder = make(tmp_path / "drizzle", {"0000_a": A, "0001_build": BUILD})
    run(production, make(tmp_path / "first", {"0000_a": A}))
    with production.connect() as holder:
        holder.run("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE")
        failed = meanwhile(
            lambda: run(production, folder, built=BUILT),
            lambda: holder.rows(f"SELECT pg_terminate_backend({met(production, BUILDS)})"),
        )
    assert isinstance(failed, Failed)
    assert failed.what == "The connection was lost."
    assert "Nothing of this run is applied. Not applied: 0001_build." in failed.where
    run(production, folder, built=BUILT)
    assert production.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_v'::regclass") == [("t",)]


def test_a_later_group_that_does_not_get_its_turn(tmp_path: Path, production: Production) -> None:
    """Whatever stops a run, it says what was applied before."""
    folder = make(tmp_path / "drizzle", {"0000_a": A + "CREATE INDEX a_v ON a (id);", "0001_build": BUILD})
    with pytest.raises(Problem) as problem:
        run(production, folder, built=BUILT)
    assert problem.value.what.startswith("There is another index of the name")
    assert problem.value.where.endswith("Applied in this run: 0000_a. Not applied: 0001_build.")


def test_a_way_back_whose_server_is_gone_for_a_while(tmp_path: Path, production: Production) -> None:
    """It is asked until it is back, and what it says is told."""
    folder = make(tmp_path / "drizzle", {"0000_n": "CREATE TABLE n (v integer);", "0001_o": "CREATE TABLE o ();"})
    run(production, folder)
    [place] = meant(standing(production, folder), None)
    assert place.migration is not None
    down = tmp_path / "down"
    make(down, {"0001_o": "SELECT pg_sleep(20);DROP TABLE o;"})
    [way] = history.read(down).migrations
    going = Going(
        production.target,
        history.read(folder),
        standing(production, folder),
        [Step(place.migration, way)],
        False,
        QUICK,
        Heard(),
    )
    waited = []

    def away() -> None:
        """Let nobody in before the session is ended."""
        pid = met(production, SLEEPS)
        admin = production.server
        admin.run_as_admin(f"ALTER DATABASE {production.name} ALLOW_CONNECTIONS false")
        admin.run_as_admin(f"SELECT pg_terminate_backend({pid}, 5000)")

    def back(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            production.server.run_as_admin(f"ALTER DATABASE {production.name} ALLOW_CONNECTIONS true")

    failed = meanwhile(lambda: take_back(going, back), away)
    assert isinstance(failed, Failed)
    assert len(waited) == 3
    assert "The server was asked again: 0001_o is applied as before." in failed.where
    assert failed.do == "Run it again."
