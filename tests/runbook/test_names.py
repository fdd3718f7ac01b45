"""A folder of Drizzle 1.0 and a tracking table: names decide, and a table of 0.x gets them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from sterna import history
from sterna.problem import Problem
from sterna.runbook.plan import plan
from sterna.runbook.position import State, as_run
from tests.cli.histories import make
from tests.runbook.conftest import Production
from tests.runbook.converted import converted, folders
from tests.runbook.running import run, standing

USERS, PHONE, NOTES = "20260101100000_users", "20260101110000_phone", "20260101120000_notes"
HISTORY = {
    USERS: "CREATE TABLE users (id integer PRIMARY KEY, name text);",
    PHONE: "ALTER TABLE users ADD COLUMN phone text;",
    NOTES: "CREATE TABLE notes (id integer PRIMARY KEY, body text);",
}
ROWS = "SELECT name, hash, created_at, applied_at IS NULL FROM drizzle.__drizzle_migrations ORDER BY id"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make the history."""
    return folders(tmp_path / "drizzle", HISTORY)


def states(production: Production, folder: Path) -> list[str]:
    """Return the state of each migration."""
    return [str(place.state) for place in standing(production, folder).position.places]


def test_rows_have_names(folder: Path, production: Production) -> None:
    """An empty database gets the table of 1.0, and each row its name and the time in it."""
    assert states(production, folder) == ["pending"] * 3
    run(production, folder)
    found = history.read(folder).migrations
    assert production.rows(ROWS) == [(one.tag, one.hash, str(one.when), "f") for one in found]
    assert states(production, folder) == ["applied"] * 3
    assert standing(production, folder).position.wrong is False
    assert run(production, folder) == ()


def test_a_folder_that_was_merged_late(folder: Path, production: Production) -> None:
    """It is pending, runs after what stands after it, and is proven in that order."""
    late = folder / PHONE
    late.rename(folder.parent / PHONE)
    run(production, folder)
    (folder.parent / PHONE).rename(late)
    found = standing(production, folder)
    assert [str(place.state) for place in found.position.places] == ["applied", "pending", "applied"]
    assert found.position.late == {PHONE}
    assert found.position.wrong is False
    whole = history.read(folder)
    assert [one.tag for one in as_run(whole, found.position).migrations] == [USERS, NOTES, PHONE]
    assert plan(found, whole.faults).late == {PHONE}
    assert [one.tag for one in run(production, folder)] == [PHONE]
    # The newest is the one that was applied last.
    assert [place.tag for place in standing(production, folder).position.applied] == [USERS, NOTES, PHONE]


def test_a_row_without_the_name(folder: Path, production: Production) -> None:
    """A row that an older migrator added, or of a folder that was renamed, does not count for 1.0; doctor mends it."""
    run(production, folder)
    production.run("UPDATE drizzle.__drizzle_migrations SET name = NULL WHERE id = 2")
    production.run("UPDATE drizzle.__drizzle_migrations SET name = 'notes' WHERE id = 3")
    found = standing(production, folder)
    assert states(production, folder) == ["applied", "again", "again"]
    assert [place.why for place in found.position.places[1:]] == [
        ("Drizzle will run it again: row 2 bears no name",),
        ("Drizzle will run it again: row 3 bears the name notes",),
    ]
    with pytest.raises(Problem, match="Drizzle would run") as caught:
        run(production, folder)
    production.run(caught.value.do)
    assert states(production, folder) == ["applied"] * 3


def test_an_edited_file_and_a_stranger(folder: Path, production: Production) -> None:
    """The hash is compared, and a row of a folder that is not here is told."""
    run(production, folder)
    (folder / USERS / "migration.sql").write_text("SELECT 1;", "utf-8")
    (folder / NOTES / "migration.sql").unlink()
    position = standing(production, folder).position
    assert position.places[0].edited
    assert [row.name for row in position.unknown] == [NOTES]


def journal(path: Path, tags: dict[str, tuple[int, str]]) -> Path:
    """Make a journal folder whose entries have these times."""
    made = make(path, {tag: sql for tag, (_, sql) in tags.items()})
    file = made / "meta" / "_journal.json"
    text = json.loads(file.read_bytes())
    for entry in text["entries"]:
        entry["when"] = tags[entry["tag"]][0]
    file.write_text(json.dumps(text), "utf-8")
    return made


FIRST = 1_767_261_600_123
OLD = {
    "0000_users": (FIRST, HISTORY[USERS]),
    "0001_phone": (FIRST + 3_600_000, HISTORY[PHONE]),
}


def test_a_table_of_0_x_is_taken_over(folder: Path, production: Production, tmp_path: Path) -> None:
    """What 0.x applied is known by its second, and gets its name before the first new row."""
    run(production, journal(tmp_path / "old", OLD))
    found = standing(production, folder)
    assert states(production, folder) == ["applied", "applied", "pending"]
    assert found.position.wrong is False
    assert plan(found, ()).takes_over
    assert [one.tag for one in run(production, folder)] == [NOTES]
    hashes = [one.hash for one in history.read(folder).migrations]
    assert production.rows(ROWS) == [
        (USERS, hashes[0], str(FIRST), "t"),
        (PHONE, hashes[1], str(FIRST + 3_600_000), "t"),
        (NOTES, hashes[2], "1767268800000", "f"),
    ]
    assert states(production, folder) == ["applied"] * 3


def test_nothing_pending_takes_the_table_over_too(production: Production, tmp_path: Path) -> None:
    """A run with nothing to run names the rows, as Drizzle's own would, and the next one does nothing."""
    old = journal(tmp_path / "old", OLD)
    run(production, old)
    new = converted(old, tmp_path / "new")
    assert run(production, new) == ()
    assert [row[0] for row in production.rows(ROWS)] == [USERS, PHONE]
    assert not plan(standing(production, new), ()).takes_over


def test_the_trap_of_the_same_second(production: Production, tmp_path: Path) -> None:
    """Rows keep their migrations by the hash, where Drizzle 1.0 would take both for the one of that second."""
    run(production, journal(tmp_path / "old", {**OLD, "0001_phone": (FIRST + 700, HISTORY[PHONE])}))
    new = folders(tmp_path / "new", {USERS: HISTORY[USERS], "20260101100001_phone": HISTORY[PHONE]})
    [_, place] = standing(production, new).position.places
    assert (place.state, place.why) == (
        State.AGAIN,
        (f"Drizzle will run it again: it takes row 2 for {USERS}, which falls into the same second",),
    )
    done = production.sterna("doctor", new, "--format", "text", cwd=tmp_path)
    assert done.returncode == 1
    assert "Before Drizzle's own first migrate: sterna migrate, which goes by the hash." in done.stdout
    assert run(production, new) == ()
    assert [row[0] for row in production.rows(ROWS)] == [USERS, "20260101100001_phone"]
    assert states(production, new) == ["applied"] * 2


def test_a_table_of_0_x_with_a_stranger_is_left_alone(folder: Path, production: Production, tmp_path: Path) -> None:
    """Where a row belongs to no folder, Drizzle 1.0 stops, and so does this, before anything is touched."""
    run(production, journal(tmp_path / "old", {**OLD, "0002_gone": (FIRST + 7, "CREATE TABLE gone ();")}))
    before = production.dump(), production.tracked()
    with pytest.raises(Problem, match="no migration here belongs to these of its rows: 3"):
        run(production, folder)
    assert (production.dump(), production.tracked()) == before


def test_a_folder_without_a_time_does_not_run(folder: Path, production: Production) -> None:
    """Drizzle would stop at its row, so nothing is begun."""
    (folder / NOTES).rename(folder / "notes")
    with pytest.raises(Problem, match="begins with no time"):
        run(production, folder)
    assert production.tracked() == []


def test_a_journal_and_a_table_of_1_0(folder: Path, production: Production, tmp_path: Path) -> None:
    """A row that 0.x adds to it has no name, so none is added."""
    run(production, folders(tmp_path / "two", {USERS: HISTORY[USERS], PHONE: HISTORY[PHONE]}))
    with pytest.raises(Problem, match="was upgraded by Drizzle"):
        run(production, make(tmp_path / "old", {"0000_users": HISTORY[USERS], "0001_more": "SELECT 1;"}))


def test_mark_applied_and_baseline(folder: Path, production: Production, other: Production) -> None:
    """A row in the middle hides nothing, and the first rows of a database that was made by hand are those of a run."""
    run(other, folder)
    for sql in HISTORY.values():
        production.run(sql)
    done = production.sterna("mark-applied", PHONE, "--folder", folder, "--yes", cwd=folder.parent)
    assert done.returncode == 1, done.stdout
    done = production.sterna("baseline", folder, "--yes", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert production.rows(ROWS) == other.rows(ROWS)
    assert production.dump() == other.dump()


def test_back_and_forth(folder: Path, production: Production, other: Production) -> None:
    """The newest is taken back with its row; its file is proven for the order in which this database ran."""
    run(production, folder)
    run(other, folders(folder.parent / "two", {name: sql for name, sql in HISTORY.items() if name != NOTES}))
    words = ["rollback", "--folder", str(folder)]
    assert production.sterna(*words, "--all", "--write", cwd=folder.parent).returncode == 0
    assert sorted(path.stem for path in (folder / "rollback").iterdir()) == sorted(HISTORY)
    done = production.sterna(*words, "--apply", "--yes", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert f"Drizzle applies {NOTES} again, as long as the folder holds it" in done.stdout
    assert production.rows(ROWS) == other.rows(ROWS)
    assert production.dump() == other.dump()
    assert [one.tag for one in run(production, folder)] == [NOTES]


def test_down_files_from_before_the_conversion(folder: Path, production: Production) -> None:
    """Doctor says which name each gets; the command that it prints gives it, and proves the file again."""
    old = journal(folder.parent / "old", OLD)
    words = ["rollback", "0001_phone", "--write", "--folder"]
    assert production.sterna(*words, old, cwd=folder.parent).returncode == 0
    (old / "rollback").rename(folder / "rollback")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for more in (["init"], ["add", "."], ["commit", "-m", "all"]):
        subprocess.run([*git, *more], cwd=folder.parent, check=True, capture_output=True)
    done = production.sterna("doctor", folder, cwd=folder.parent)
    assert "stray-down-file" in done.stdout
    [command] = [line.strip() for line in done.stdout.splitlines() if "git mv" in line]
    assert command.startswith(
        f"git mv {folder}/rollback/0001_phone.sql {folder}/rollback/{PHONE}.sql && sterna rollback "
    )
    move, _, proof = command.partition(" && ")
    subprocess.run(["/bin/sh", "-c", move], cwd=folder.parent, check=True)
    written = production.sterna(*proof.split()[1:], cwd=folder.parent)
    assert written.returncode == 0, written.stderr
    assert [path.name for path in (folder / "rollback").iterdir()] == [f"{PHONE}.sql"]
    assert "stray" not in production.sterna("doctor", folder, cwd=folder.parent).stdout
