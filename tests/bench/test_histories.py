"""The histories that the bench proves are found, in both layouts."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_both_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal and folders of Drizzle 1.0 below one folder are two histories, each with its tags in its order."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    find = importlib.import_module("checking.histories").find
    shutil.copytree(ROOT / "migrations", tmp_path / "shop" / "drizzle")
    written = ROOT / "tests" / "fixtures" / "drizzle-1.0" / "drizzle"
    shutil.copytree(written, tmp_path / "team" / "drizzle")
    (tmp_path / "team" / "drizzle" / "rollback").mkdir()
    journal, folders = find(tmp_path)
    assert (journal.name, len(journal.tags), journal.named) == ("shop/drizzle", 22, False)
    assert (folders.name, folders.named) == ("team/drizzle", True)
    assert folders.tags == tuple(sorted(path.name for path in written.iterdir()))
    text = (written / folders.tags[0] / "migration.sql").read_text("utf-8")
    assert "--> statement-breakpoint".join(folders.chunks(folders.tags[0])) == text
