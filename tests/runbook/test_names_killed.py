"""A run that is killed while it takes a tracking table of 0.x over: all of it or nothing, and the next one goes on."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from sterna import history
from tests.cli.histories import make
from tests.runbook import killing
from tests.runbook.conftest import Production
from tests.runbook.converted import converted
from tests.runbook.running import Heard, run, standing
from tests.runbook.test_killed import HISTORY, MOMENTS, killed, settled

NAMES = "SELECT to_jsonb(t) ->> 'name' FROM drizzle.__drizzle_migrations t ORDER BY id"


@pytest.mark.parametrize(
    ("one_by_one", "step"),
    [
        pytest.param(False, 5, id="some"),
        pytest.param(False, 1, id="every", marks=pytest.mark.slow),
        pytest.param(True, 1, id="every one by one", marks=pytest.mark.slow),
    ],
)
def test_while_a_table_is_taken_over(production: Production, tmp_path: Path, one_by_one: bool, step: int) -> None:
    """Killed before and after each statement in turn, each row has its name or none has one, and nothing is wrong."""
    old = make(tmp_path / "old", dict([*HISTORY.items()][:2]))
    folder = converted(make(tmp_path / "whole", HISTORY), tmp_path / "drizzle")
    tags = [one.tag for one in history.read(folder).migrations]
    ended = []
    for moment in range(0, MOMENTS, step):
        run(production, old)
        ended.append(killed(production, folder, moment, one_by_one))
        settled(production)
        named = [name for (name,) in production.rows(NAMES)]
        assert named in ([None, None], tags[: len(named)])
        position = standing(production, folder).position
        assert [place.tag for place in position.applied] == tags[: len(named)]
        assert position.wrong is False
        run(production, folder, built=killing.BUILT, heard=Heard())
        assert [name for (name,) in production.rows(NAMES)] == tags
        production.run("DROP TABLE a, b, counter; DROP SCHEMA drizzle CASCADE")
    assert ended[0] == -signal.SIGKILL
