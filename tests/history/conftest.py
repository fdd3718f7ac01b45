"""Histories to read: a small one made here, and what drizzle-kit wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.folder import Folder


@pytest.fixture
def generated() -> Path:
    """Return the folder of 64 migrations that drizzle-kit 0.31.11 wrote; not to be changed."""
    return Path(__file__).parent.parent / "fixtures" / "drizzle-0.31" / "drizzle"


@pytest.fixture
def generated_1_0() -> Path:
    """Return the 65 folders that drizzle-kit 1.0.0-rc.5 wrote; not to be changed."""
    return Path(__file__).parent.parent / "fixtures" / "drizzle-1.0" / "drizzle"


@pytest.fixture
def good(tmp_path: Path) -> Folder:
    """Return a folder of the test's own with three migrations and no fault."""
    return Folder.make(tmp_path / "drizzle", 3)
