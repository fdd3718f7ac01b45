"""Which migrations are meant."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sterna import history
from sterna.cli.selection import select
from sterna.problem import Problem
from tests.cli.histories import make

SQL = {f"{number:04d}_{name}": f"CREATE TABLE {name} (id integer)" for number, name in enumerate(["a", "ab", "c"])}


def tags(folder: Path, *named: str, base: str | None = None, everything: bool = False) -> tuple[str, ...]:
    """Return the tags that are chosen."""
    return select(history.read(folder), named, base=base, everything=everything).tags


def test_the_newest_all_and_named(tmp_path: Path) -> None:
    """Without a word it is the newest; a tag may be a number, a beginning or a path."""
    folder = make(tmp_path, SQL)
    assert tags(folder) == ("0002_c",)
    assert tags(folder, everything=True) == tuple(SQL)
    assert tags(folder, "0002", "0000_a") == ("0000_a", "0002_c")
    assert tags(folder, f"{folder}/0001_ab.sql") == ("0001_ab",)


@pytest.mark.parametrize(
    ("named", "message"), [("000", "several"), ("0001_abc", "Did you mean 0001_ab"), ("zzz", "no migration")]
)
def test_a_name_that_does_not_fit(tmp_path: Path, named: str, message: str) -> None:
    """Nothing is guessed, and what is near is named."""
    with pytest.raises(Problem) as caught:
        tags(make(tmp_path, SQL), named)
    assert message in str(caught.value)


def test_two_ways_to_choose_are_one_too_many(tmp_path: Path) -> None:
    """Tags, --base and --all exclude each other."""
    with pytest.raises(Problem, match="each name migrations"):
        tags(make(tmp_path, SQL), "0000", everything=True)


def test_what_is_new_since_a_base(tmp_path: Path) -> None:
    """New is what the journal of the base does not name; an edited old file is told without being chosen."""

    def git(*words: str) -> None:
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}
        config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, env=os.environ | who | config)  # noqa: S607

    folder = make(tmp_path / "drizzle", dict(list(SQL.items())[:2]))
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    assert tags(folder, base="main") == ()
    make(folder, SQL)
    (folder / "0000_a.sql").write_text("CREATE TABLE other (id integer)")
    chosen = select(history.read(folder), (), base="main", everything=False)
    assert chosen.tags == ("0002_c",)
    assert [fault.tag for fault in chosen.history.faults if fault.name == "edited-since-base"] == [""]


def test_a_migration_that_cannot_be_read_is_always_meant(tmp_path: Path) -> None:
    """Drizzle stops at it, whatever else was chosen."""
    folder = make(tmp_path, SQL)
    (folder / "0001_ab.sql").unlink()
    chosen = select(history.read(folder), (), base=None, everything=False)
    assert (chosen.tags, chosen.unread) == (("0002_c",), ("0001_ab",))
