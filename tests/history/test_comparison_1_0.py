"""Folders of Drizzle 1.0 are compared with a git base, one that has a journal among them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sterna import history
from sterna.cli.selection import select
from sterna.history import names, since
from tests.history.folder import Folder
from tests.history.folders import Folders
from tests.history.test_comparison import SETTINGS, commit, faults, git

T0, T1, T2 = "20231114221320_t0", "20231114221420_t1", "20231114221520_t2"


def new(found: history.Since) -> list[str]:
    """Return the tags of what is new."""
    return [migration.tag for migration in found.migrations]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty repository."""
    for key, value in SETTINGS.items():
        monkeypatch.setenv(key, value)
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


@pytest.fixture
def repository(root: Path) -> Folders:
    """Return three migrations on `main`, checked out on a branch `feature`."""
    folders = Folders.make(root / "db" / "drizzle", 3)
    commit(root)
    git(root, "switch", "--quiet", "--create", "feature")
    return folders


@pytest.mark.parametrize("committed", [True, False])
def test_new_folders(repository: Folders, *, committed: bool) -> None:
    """A folder that the base has not is new, committed or only on disk, whatever its name is."""
    names = [repository.add(name, name) for name in ("20240101000000_t3", "20240102000000_ü 'x'")]
    if committed:
        commit(repository.path)
    found = since(history.read(repository.path), "main")
    assert (new(found), found.faults) == (names, ())


def test_edited_and_deleted(repository: Folders) -> None:
    """What the base has must stay as it is; a renamed folder is one that is gone and one that is new."""
    repository.sql(T0).write_text("SELECT 2;", "utf-8")
    repository.rename(T1, "20231114221421_t1")
    found = since(history.read(repository.path), "main")
    assert faults(found) == [
        ("sorts-before-base", "20231114221421_t1"),
        ("edited-since-base", T0),
        ("deleted-since-base", T1),
    ]
    assert found.faults[1].message.startswith(f"{T0}/migration.sql is not what it was in main.")


def test_line_ends_are_not_an_edit(repository: Folders) -> None:
    """Git may have checked the file out with other line ends."""
    repository.sql(T0).write_bytes(repository.sql(T0).read_bytes().replace(b"\n", b"\r\n"))
    assert since(history.read(repository.path), "main").faults == ()


def test_folder_that_sorts_before_the_base(repository: Folders) -> None:
    """What was merged meanwhile with a later time runs first in production and last on an empty database."""
    root = repository.path.parents[1]
    repository.add("20240101000000_mine", "mine", "id-2")
    commit(root)
    git(root, "switch", "--quiet", "main")
    repository.add("20240102000000_theirs", "theirs", "id-2")
    commit(root)
    git(root, "switch", "--quiet", "feature")
    [fault] = since(history.read(repository.path), "main").faults
    assert (fault.name, fault.tag) == ("sorts-before-base", "20240101000000_mine")
    assert fault.message == (
        "20240101000000_mine sorts before 20240102000000_theirs, the last of main. Where 20240102000000_theirs was "
        "applied, Drizzle runs 20240101000000_mine after it; an empty database runs it before."
    )


def up(folder: Folder) -> Folders:
    """Convert a folder as `drizzle-kit up` of 1.0 does."""
    for entry in json.loads(folder.journal.read_text("utf-8"))["entries"]:
        home = folder.path / names.upgraded(entry["tag"], entry["when"])
        home.mkdir()
        folder.sql(entry["tag"]).rename(home / "migration.sql")
    shutil.rmtree(folder.path / "meta")
    return Folders(folder.path)


def test_converted_since_the_base(root: Path) -> None:
    """What the base has in a journal is known by the names that `drizzle-kit up` gave, and nothing is new."""
    folder = Folder.make(root / "drizzle", 3)
    commit(root)
    folders = up(folder)
    found = since(history.read(folders.path), "main")
    assert (new(found), found.faults) == ([], ())
    folders.add("20240101000000_t3", "t3")
    folders.sql(T1).write_text("SELECT 2;", "utf-8")
    found = since(history.read(folders.path), "main")
    assert new(found) == ["20240101000000_t3"]
    assert faults(found) == [("edited-since-base", T1)]


def test_time_edited_for_the_conversion(root: Path) -> None:
    """A `when` that was changed to please `drizzle-kit up` makes another migration of an applied one."""
    folder = Folder.make(root / "drizzle", 2)
    commit(root)
    folder.entry(1, when=1_700_000_061_000)
    up(folder)
    found = since(history.read(folder.path), "main")
    assert new(found) == ["20231114221421_t1"]
    assert faults(found) == [("deleted-since-base", T1)]


def test_what_is_new_runs_last(repository: Folders) -> None:
    """What sorts before the last of the base is proven where production runs it: after all that the base has."""
    late = repository.add("20231114221430_late", "late", "id-2")
    found = history.read(repository.path)
    chosen = select(found, (), base="main", everything=False)
    assert chosen.tags == (late,)
    assert [(one.tag, one.index) for one in chosen.history.migrations] == [(T0, 0), (T1, 1), (T2, 2), (late, 3)]
    assert [fault.name for fault in chosen.history.faults] == ["broken-prev-id", "sorts-before-base"]
