"""What the commands make of plain SQL files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sterna.cli.meant import meant, tracked
from sterna.cli.options import Asked
from sterna.problem import Problem
from tests.cli.histories import within


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a plain folder."""
    for name in ("0001_users.up.sql", "0002_phone.up.sql", "0002_phone.down.sql", "0003_age.up.sql"):
        (tmp_path / name).write_text("SELECT 1;", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["0002_phone.up.sql", "0002_phone.down.sql"])
def test_one_file(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the place of a folder is that migration on top of those before it."""
    found = meant(Asked(folder / name, (), None, everything=False))
    assert (found.history.folder, found.tags) == (folder, ("0002_phone",))
    assert capsys.readouterr().err == f"{folder} holds plain SQL files: each runs by itself, as psql runs it.\n"


def test_a_file_of_no_history(tmp_path: Path) -> None:
    """A file that stands alone is answered with what makes it a migration."""
    (tmp_path / "some.sql").write_text("SELECT 1;", "utf-8")
    with pytest.raises(Problem, match="The folder holds no migrations") as caught:
        meant(Asked(tmp_path / "some.sql", (), None, everything=False))
    assert caught.value.do.endswith("number the files: 0001_name.sql, 0002_name.sql.")


def test_what_goes_by_the_tracking_table(folder: Path) -> None:
    """Commands that ask what is applied refuse in one sentence."""
    with pytest.raises(Problem, match="goes by Drizzle's tracking table, and these are plain SQL files"):
        tracked(folder)


def test_the_bot(folder: Path) -> None:
    """The half of the bot that runs SQL refuses before it runs any."""
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "it"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=folder, check=True)  # noqa: S607
    done = within("analyze", folder, "--base", "main", cwd=folder)
    assert done.returncode == 2
    assert "The bot reads migrations of Drizzle alone" in done.stderr
