"""A run that is killed at any moment: nothing is lost, nothing is done twice, nothing is there without its row."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sterna import history
from sterna.runbook.position import State
from tests.cli.histories import make
from tests.runbook import killing
from tests.runbook.conftest import Production
from tests.runbook.running import Heard, run, standing

COUNT = "UPDATE counter SET n = n + 1;"
HISTORY = {
    "0000_counter": "CREATE TABLE counter (n int);INSERT INTO counter VALUES (0);",
    "0001_a": f"{COUNT}CREATE TABLE a (id int PRIMARY KEY, v text);"
    "INSERT INTO a SELECT n, n FROM generate_series(1, 2000) n;",
    "0002_build": "CREATE INDEX CONCURRENTLY a_v ON a (v);",
    "0003_w": f"{COUNT}SELECT pg_sleep(0.01);ALTER TABLE a ADD COLUMN w int DEFAULT 0;",
    "0004_drop": "DROP INDEX CONCURRENTLY a_v;",
    "0005_last": f"{COUNT}CREATE TABLE b (id int);",
}
MOMENTS = 2 * 12
COUNTED = {"0001_a", "0003_w", "0005_last"}

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.runbook.killing"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make the history."""
    return make(tmp_path / "drizzle", HISTORY)


def truth(production: Production, folder: Path) -> set[str]:
    """Return the tags that are tracked, after making sure that exactly they are applied, each once."""
    position = standing(production, folder).position
    applied = {place.tag for place in position.of(State.APPLIED)}
    assert not position.unknown
    assert [place.tag for place in position.places][: len(applied)] == [place.tag for place in position.applied]
    there = production.rows("SELECT to_regclass('counter'), to_regclass('a'), to_regclass('b')")[0]
    assert [name is not None for name in there] == [
        "0000_counter" in applied,
        "0001_a" in applied,
        "0005_last" in applied,
    ]
    if "0000_counter" in applied:
        assert production.rows("SELECT n FROM counter") == [(str(len(applied & COUNTED)),)]
    # What runs alone may be ahead of its row, never behind it.
    if "0002_build" in applied and "0004_drop" not in applied:
        [(valid,)] = production.rows(
            "SELECT coalesce(bool_or(indisvalid), true) FROM pg_index WHERE indexrelid = to_regclass('a_v')"
        )
        assert valid == "t"
    return applied


def settled(production: Production) -> None:
    """Wait until the server has noticed that the killed run is gone."""
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        left = production.rows(
            "SELECT FROM pg_stat_activity WHERE application_name LIKE 'sterna migrate%'"
            " AND datname = current_database()"
        )
        if not left:
            return
        time.sleep(0.02)
    raise AssertionError("the server keeps the sessions of a run that was killed")


def goes_on(production: Production, folder: Path) -> None:
    """Finish the work, and compare with a run that nobody killed."""
    run(production, folder, built=killing.BUILT, heard=Heard())
    assert truth(production, folder) == set(HISTORY)
    assert [digest for digest, _ in production.tracked()] == [one.hash for one in history.read(folder).migrations]
    assert production.rows("SELECT count(*), count(w) FROM a") == [("2000", "2000")]
    assert production.rows("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [("0",)]


def killed(
    production: Production, folder: Path, moment: int, one_by_one: bool, wait: Callable[[], None] | None = None
) -> int:
    """Run until the moment comes or the wait is over, and return how the process ended."""
    process = FORKS.Process(target=killing.deploy, args=(production.url, str(folder), moment, one_by_one))
    process.start()
    if wait is not None:
        wait()
        process.kill()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


@pytest.mark.parametrize(
    ("one_by_one", "step"),
    [
        pytest.param(False, 3, id="some"),
        pytest.param(False, 1, id="every", marks=pytest.mark.slow),
        pytest.param(True, 1, id="every one by one", marks=pytest.mark.slow),
    ],
)
def test_at_statement_boundaries(production: Production, folder: Path, one_by_one: bool, step: int) -> None:
    """Killed before and after each statement in turn, the database tells the truth, and the next run goes on."""
    ended = []
    moments = [*range(0, MOMENTS, step), MOMENTS]
    for moment in moments:
        ended.append(killed(production, folder, moment, one_by_one))
        settled(production)
        truth(production, folder)
        goes_on(production, folder)
        production.run("DROP TABLE a, b, counter; DROP SCHEMA drizzle CASCADE")
    assert ended == [-signal.SIGKILL] * (len(moments) - 1) + [0]


@pytest.mark.slow
def test_at_random_moments(production: Production, folder: Path) -> None:
    """100 kills on each of two servers, at whatever moment: between statements, in them, and in the COMMIT."""
    dice = random.Random(6)  # noqa: S311 (no secret)
    where: dict[int, int] = {}
    for number in range(100):
        killed(production, folder, 1000, bool(number % 2), lambda: time.sleep(dice.uniform(0.0, 0.35)))
        if production.rows("SELECT to_regclass('drizzle.__drizzle_migrations')") != [(None,)]:
            count = len(truth(production, folder)) if number % 3 else -1
            where[count] = where.get(count, 0) + 1
        goes_on(production, folder)
        production.run("DROP TABLE a, b, counter; DROP SCHEMA drizzle CASCADE")
    # The moments were not all the same.
    assert len(where) > 3, where
