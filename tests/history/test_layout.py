"""Which layout a folder has, and what is said where it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna import history
from sterna.problem import Problem
from tests.history.folder import Folder


def test_many_journals_below(tmp_path: Path) -> None:
    """A folder above many histories names the first few, and how many more there are."""
    for number in range(8):
        Folder.make(tmp_path / f"h{number}", 1)
    with pytest.raises(Problem) as raised:
        history.read(tmp_path)
    assert f"`{tmp_path / 'h0'}`" in raised.value.do
    assert raised.value.do.endswith(f"`{tmp_path / 'h4'}`, and 3 more.")
