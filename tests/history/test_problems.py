"""A folder that cannot be read as a history says what happened, where, and what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sterna import history
from sterna.problem import Problem
from tests.history.folder import Folder


def problem(path: Path) -> Problem:
    """Read a folder that is none, and return what was said."""
    with pytest.raises(Problem) as caught:
        history.read(path)
    assert caught.value.code == 2
    return caught.value


def test_folder_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is said to lead nowhere."""
    said = problem(tmp_path / "nowhere")
    assert str(said) == (
        f"The migrations folder is not there.\n{tmp_path}/nowhere\n"
        "Check the path; it is the `out` folder of drizzle.config."
    )


def test_path_is_a_file(good: Folder) -> None:
    """A file is answered with the folder to name."""
    said = problem(good.sql("0000_t0"))
    assert said.what == "A file was given where a migrations folder is wanted."
    assert said.do == f"Name the folder: `{good.path}`."
    assert problem(good.journal).do == f"Name the folder: `{good.path}`."


def test_path_under_a_file(good: Folder) -> None:
    """A path that goes through a file is a Problem and no traceback."""
    said = problem(good.sql("0000_t0") / "drizzle")
    assert said.what == "The migrations folder cannot be read: Not a directory."


def test_empty_folder(tmp_path: Path) -> None:
    """An empty folder is said to be empty."""
    assert problem(tmp_path).what == "The migrations folder is empty."


def test_no_journal(tmp_path: Path) -> None:
    """Files without a journal, a folder or a number are no history."""
    (tmp_path / "it.sql").write_text("SELECT 1;", "utf-8")
    said = problem(tmp_path)
    assert said.what == (
        "The folder holds no migrations: no meta/_journal.json, no folders with migration.sql (Drizzle 1.0), and no "
        "SQL files whose names begin with a number."
    )
    assert said.do == "Name the `out` folder of drizzle.config, or number the files: 0001_name.sql, 0002_name.sql."


def test_journal_in_a_folder_below(good: Folder) -> None:
    """The project's folder is answered with the folder to name."""
    assert problem(good.path.parent).do == f"Name `{good.path}`, which holds them."


def test_journals_in_several_folders_below(good: Folder, tmp_path: Path) -> None:
    """Where several could be meant, all are named."""
    Folder.make(tmp_path / "analytics", 1)
    assert problem(tmp_path).do == f"Name one of these, which hold them: `{tmp_path}/analytics`, `{good.path}`."


def test_meta_folder(good: Folder) -> None:
    """The folder of the journal itself is answered with its parent."""
    assert problem(good.path / "meta").do == f"Name `{good.path}`."


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("", "The Drizzle journal is not JSON: Expecting value.", ":1:1"),
        ('{\n  "entries": [\n  }', "The Drizzle journal is not JSON: Expecting value.", ":3:3"),
        ("[]", "The Drizzle journal is JSON but not an object.", ""),
        ('{"dialect": "postgresql"}', "The Drizzle journal has no list of entries.", ""),
        ('{"dialect": "pg", "entries": {}}', "The Drizzle journal has no list of entries.", ""),
        ('{"dialect": "mysql", "entries": []}', "This Drizzle journal is for mysql, not for PostgreSQL.", ""),
        ('{"dialect": "sqlite"}', "This Drizzle journal is for sqlite, not for PostgreSQL.", ""),
        ("[" * 100_000, "The Drizzle journal is not a journal: it is nested too deeply.", ""),
        (
            '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}',
            "The Drizzle journal holds the marks of a merge conflict.",
            ", lines 2, 4, 6",
        ),
    ],
)
def test_journal_that_is_none(good: Folder, text: str, what: str, where: str) -> None:
    """A journal that cannot be read says why and on which line."""
    good.journal.write_text(text, "utf-8")
    said = problem(good.path)
    assert (said.what, said.where) == (what, f"{good.journal}{where}")


def test_journal_with_a_byte_order_mark_is_read(good: Folder) -> None:
    """A byte order mark before the journal does no harm here."""
    good.journal.write_text("\ufeff" + good.journal.read_text("utf-8"), "utf-8")
    assert len(history.read(good.path).migrations) == 3


def test_journal_too_large(good: Folder) -> None:
    """A journal beyond the limit is not read."""
    with good.journal.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert problem(good.path).what == "_journal.json has 17.0 MiB; more than 16.0 MiB is not read."


def test_journal_is_a_link_out(good: Folder, tmp_path: Path) -> None:
    """A journal that leads out of the folder is not followed."""
    (tmp_path / "elsewhere.json").write_text('{"entries": []}', "utf-8")
    good.journal.unlink()
    good.journal.symlink_to(tmp_path / "elsewhere.json")
    assert problem(good.path).what == "_journal.json leads out of the migrations folder, so it was not read."


def as_nobody(work: Callable[[], None]) -> None:
    """Do something as a user who may read nothing here; root may read all."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        work()
    finally:
        if user == 0:
            os.seteuid(0)


def test_permission_denied(good: Folder) -> None:
    """A folder that may not be read says so."""
    good.path.parent.chmod(0o755)
    (good.path / "meta").chmod(0)
    try:
        as_nobody(lambda: _denied(good.path))
    finally:
        (good.path / "meta").chmod(0o755)


def _denied(path: Path) -> None:
    said = problem(path)
    assert said.what == "Permission denied while reading the migrations folder."
    assert said.do == "Let this user read the folder and the files in it."
