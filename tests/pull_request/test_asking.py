"""Which boxes a pull request has."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide import Level, read
from sterna.pull_request.asking import asked
from sterna.pull_request.sentence import say
from sterna.pull_request.standing import Showing, Shown
from sterna.review import Finding, FoundBy

GUIDE = read(docs())
RULE = "missing-lock-timeout"


@pytest.mark.parametrize(
    ("level", "boxes"), [(Level.ERROR, [f"{RULE}/again"]), (Level.WARNING, [f"{RULE}/again"]), (Level.NOTE, [])]
)
def test_a_note_asks_for_nothing(level: Level, boxes: list[str]) -> None:
    """The boxes of a rule are asked for where it warns; a note informs."""
    found = Finding(RULE, level, "0001_a", Path("m/0001_a.sql"), 1, 1, "It waits.", "Set it.", FoundBy.CHECK)
    told = asked(GUIDE, [], [found], (), lambda _evidence, _migrations: Shown(Showing.MISSING, say("nothing")))
    assert [one.item.id for one in told if one.item.id.startswith(RULE)] == boxes
