"""A history is compared with a git base: what is new, and what was changed that the base has."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sterna import history
from sterna.history import Since, since
from sterna.problem import Problem
from tests.history.folder import FIRST, MINUTE, Folder

SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git, and return what it printed."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git of this machine, as users have it
        env=os.environ | SETTINGS,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path, message: str = "It") -> str:
    """Commit everything, and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Return a folder with three migrations on `main`, checked out on a branch `feature`."""
    for key, value in SETTINGS.items():
        monkeypatch.setenv(key, value)
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    folder = Folder.make(root / "db" / "drizzle", 3)
    commit(root)
    git(root, "switch", "--quiet", "--create", "feature")
    return folder


def compared(folder: Folder, base: str = "main") -> Since:
    """Read the folder and compare it with a base."""
    return since(history.read(folder.path), base)


def faults(found: Since) -> list[tuple[str, str]]:
    """Return the names and tags of the faults."""
    return [(fault.name, fault.tag) for fault in found.faults]


def test_nothing_is_new(repository: Folder) -> None:
    """A branch without changes adds nothing."""
    found = compared(repository)
    assert (found.migrations, found.faults) == ((), ())
    assert found.commit == git(repository.path, "rev-parse", "main")


@pytest.mark.parametrize("committed", [True, False])
def test_new_migrations(repository: Folder, *, committed: bool) -> None:
    """What the journal of the base does not name is new, committed or only on disk."""
    repository.add(3)
    repository.add(4)
    if committed:
        commit(repository.path)
    found = history.read(repository.path)
    assert [migration.tag for migration in since(found, "main").migrations] == ["0003_t3", "0004_t4"]
    assert since(found, "main").faults == ()
    assert since(found, git(repository.path, "rev-parse", "--short", "main")).migrations == found.migrations[3:]


def test_folder_that_the_base_does_not_have(repository: Folder) -> None:
    """In a folder that is new, every migration is."""
    fresh = Folder.make(repository.path.parent / "other", 2)
    assert [migration.tag for migration in compared(fresh).migrations] == ["0000_t0", "0001_t1"]


def test_folder_at_the_top(repository: Folder) -> None:
    """The repository's own folder may hold the journal."""
    top = Folder(repository.path.parent.parent)
    for path in sorted(repository.path.rglob("*")):
        path.rename(top.path / path.name) if path.name == "meta" or path.suffix == ".sql" else None
    git(top.path, "switch", "--quiet", "main")
    commit(top.path)
    top.add(3)
    assert [migration.tag for migration in compared(top, "HEAD").migrations] == ["0003_t3"]


def test_the_base_has_moved_on(repository: Folder) -> None:
    """What others merged meanwhile is neither new nor deleted; a `when` that has fallen behind it is a fault."""
    root = repository.path.parent.parent
    git(root, "switch", "--quiet", "main")
    repository.add(3, name="theirs", when=FIRST + 100 * MINUTE)
    commit(root)
    git(root, "switch", "--quiet", "feature")
    repository.add(3, name="ours", when=FIRST + 50 * MINUTE)
    commit(root)
    found = compared(repository)
    assert [migration.tag for migration in found.migrations] == ["0003_ours"]
    [fault] = found.faults
    assert (fault.name, fault.tag, fault.path) == ("when-behind-base", "0003_ours", repository.journal)
    assert fault.message == (
        "The `when` of 0003_ours (1700003000000) is not after that of 0003_theirs (1700006000000), the last of main. "
        "Where 0003_theirs was applied, Drizzle skips 0003_ours in silence."
    )


def test_edited_file(repository: Folder) -> None:
    """A file that the base has and that was changed is a fault, and no new migration."""
    repository.sql("0001_t1").write_text("CREATE TABLE other (id int);\n", "utf-8")
    found = compared(repository)
    assert found.migrations == ()
    [fault] = found.faults
    assert (fault.name, fault.path, fault.tag) == ("edited-since-base", repository.sql("0001_t1"), "0001_t1")


def test_other_line_ends_are_no_edit(repository: Folder) -> None:
    """A checkout with Windows line ends has the same migrations."""
    path = repository.sql("0001_t1")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert compared(repository).faults == ()


def test_deleted_file(repository: Folder) -> None:
    """A migration of the base whose file is gone is a fault."""
    repository.sql("0001_t1").unlink()
    assert faults(compared(repository)) == [("deleted-since-base", "0001_t1")]


def test_deleted_migration(repository: Folder) -> None:
    """A migration of the base whose entry and file are gone is a fault."""
    repository.change(lambda journal: journal["entries"].pop())
    repository.sql("0002_t2").unlink()
    assert faults(compared(repository)) == [("deleted-since-base", "0002_t2")]


def test_edited_when(repository: Folder) -> None:
    """Drizzle tells by `when` what was applied, so it must stay."""
    repository.entry(1, when=FIRST + MINUTE + 1)
    [fault] = compared(repository).faults
    assert (fault.name, fault.tag) == ("when-edited-since-base", "0001_t1")
    assert fault.do == f"Set it back to {FIRST + MINUTE}."


def test_file_that_is_too_large_is_not_called_deleted(repository: Folder) -> None:
    """What could not be read is not taken for gone."""
    with repository.sql("0001_t1").open("wb") as file:
        file.truncate(20_000_000)
    assert compared(repository).faults == ()


def test_strange_names(repository: Folder) -> None:
    """Blanks and letters of all kinds in a tag are read from git as they are."""
    tag = repository.add(3, name="ünï cödé 'x' \"y\"")
    commit(repository.path)
    repository.sql(tag).write_text("SELECT 2;", "utf-8")
    assert faults(compared(repository, "HEAD")) == [("edited-since-base", tag)]


def test_within_a_git_hook(repository: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git tells its hooks of their repository does not lead us to another."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    repository.add(3)
    assert [migration.tag for migration in compared(repository).migrations] == ["0003_t3"]


def test_not_a_repository(good: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository nothing can be compared."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(good.path.parent))
    with pytest.raises(Problem, match="in no git repository") as caught:
        compared(good)
    assert caught.value.do == "Run this within the repository, or without a base."


@pytest.mark.parametrize(
    "base", ["nowhere", "", "--help", "-n", "main:db", "main..feature", "origin/nowhere", "a b", "\n"]
)
def test_unknown_base(repository: Folder, base: str) -> None:
    """A base that names no commit is said to name none, and is never taken for an option."""
    with pytest.raises(Problem, match="git knows no commit") as caught:
        compared(repository, base)
    assert "git fetch origin" in caught.value.do


def test_base_with_a_zero_byte(repository: Folder) -> None:
    """A name that no command can be given is a Problem too."""
    with pytest.raises(Problem, match="zero byte"):
        compared(repository, "a\0b")


def test_no_git(repository: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without git the message says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem, match="git is not installed"):
        compared(repository)


def test_no_commit_in_common(repository: Folder) -> None:
    """Unrelated histories have no base."""
    root = repository.path.parent.parent
    git(root, "switch", "--quiet", "--orphan", "island")
    commit(root)
    git(root, "switch", "--quiet", "feature")
    with pytest.raises(Problem, match="no commit in common"):
        compared(repository, "island")


def test_shallow_clone(repository: Folder, tmp_path: Path) -> None:
    """A clone that does not reach back says how to deepen it."""
    root = repository.path.parent.parent
    repository.add(3)
    commit(root)
    git(root, "switch", "--quiet", "main")
    commit(root)
    clone = tmp_path / "clone"
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        "--branch=feature",
        f"file://{root}",
        str(clone),
    )
    with pytest.raises(Problem, match="shallow") as caught:
        compared(Folder(clone / "db" / "drizzle"), "origin/main")
    assert "git fetch --deepen" in caught.value.do
    git(clone, "fetch", "--quiet", "--deepen=10")
    assert [migration.tag for migration in compared(Folder(clone / "db" / "drizzle"), "origin/main").migrations] == [
        "0003_t3"
    ]


def test_base_with_a_broken_journal(repository: Folder) -> None:
    """A journal that was committed broken is a Problem that names the commit."""
    text = repository.journal.read_text("utf-8")
    repository.journal.write_text("{", "utf-8")
    broken = commit(repository.path)
    repository.journal.write_text(text, "utf-8")
    with pytest.raises(Problem, match="not JSON") as caught:
        compared(repository, broken)
    assert caught.value.where == f"{broken[:12]}:db/drizzle/meta/_journal.json:1:2"
