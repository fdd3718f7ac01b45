"""`sterna mark-applied` and `sterna baseline` on real databases."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sterna import history
from sterna.runbook.position import State
from tests.cli.histories import make
from tests.runbook.conftest import Production
from tests.runbook.running import run, standing

USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
PHONE = "ALTER TABLE users ADD COLUMN phone text;CREATE INDEX phones ON users (phone);"
FILL = "UPDATE users SET phone = '' WHERE phone IS NULL;"
NOTES = "CREATE TABLE notes (id integer PRIMARY KEY, body text);"
HISTORY = {"0000_users": USERS, "0001_phone": PHONE, "0002_fill": FILL, "0003_notes": NOTES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of four migrations."""
    return make(tmp_path / "drizzle", HISTORY)


def call(production: Production, folder: Path, command: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with --yes."""
    named = ["--folder", str(folder)] if command == "mark-applied" else [str(folder)]
    return production.sterna(command, *named, "--yes", *words, cwd=folder.parent)


def first(folder: Path, count: int) -> Path:
    """Make the history as it was after so many migrations."""
    return make(folder.parent / f"first{count}", dict(list(HISTORY.items())[:count]))


def test_what_is_there_is_marked(folder: Path, production: Production, other: Production) -> None:
    """The row is the one that Drizzle writes, and the next migration runs as if nothing had been done by hand."""
    run(production, first(folder, 1))
    production.run(PHONE)
    done = call(production, folder, "mark-applied", "0001_phone")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("marked  0001_phone\n")
    assert production.tracked() == [(one.hash, str(one.when)) for one in history.read(folder).migrations[:2]]
    run(production, folder)
    run(other, folder)
    assert production.tracked() == other.tracked()
    assert production.dump() == other.dump()


def test_what_differs_is_told_object_by_object(folder: Path, production: Production) -> None:
    """Half of it is not all of it: what is missing and what is other is named, and no row is written."""
    run(production, first(folder, 1))
    production.run("ALTER TABLE users ADD COLUMN phone varchar(9)")
    done = call(production, folder, "mark-applied", "0001_phone")
    assert done.returncode == 1
    assert "sterna: The database is not as 0001_phone makes it, so no row was written.\n" in done.stderr
    assert (
        "column public.users.phone: type is character varying(9), the migrations make it text\n"
        "  index public.phones is missing: the migrations make it\n" in done.stderr
    )
    assert len(production.tracked()) == 1


def test_drift_elsewhere_does_not_count(folder: Path, production: Production) -> None:
    """What the migration does not touch may differ; it is said in a line."""
    run(production, first(folder, 1))
    production.run(PHONE + "CREATE TABLE elsewhere (id int)")
    done = call(production, folder, "mark-applied", "0001_phone")
    assert done.returncode == 0, done.stderr
    assert "other objects differ from what the migrations make: sterna status --drift" in done.stdout


def test_a_row_that_would_hide_another_migration_is_refused(folder: Path, production: Production) -> None:
    """Above a pending entry no row is written, unless that entry is marked with it."""
    run(production, first(folder, 1))
    production.run(PHONE + NOTES)
    done = call(production, folder, "mark-applied", "0003_notes")
    assert done.returncode == 1
    assert "A row for 0003_notes would hide 0001_phone, 0002_fill" in done.stderr
    assert len(production.tracked()) == 1
    words = ["0001_phone", "0002_fill", "0003_notes"]
    rows = call(production, folder, "mark-applied", *words)
    assert rows.returncode == 1
    assert f"{folder / '0002_fill.sql'}:1:1: UPDATE users SET phone = '' WHERE phone IS NULL" in rows.stderr
    done = call(production, folder, "mark-applied", *words, "--unproven", "looked at the rows")
    assert done.returncode == 0, done.stderr
    assert standing(production, folder).position.of(State.PENDING, State.SKIPPED) == ()


def test_what_is_tracked_or_unknown_is_refused(folder: Path, production: Production) -> None:
    """A second row for the same migration is none of ours to write."""
    run(production, first(folder, 1))
    assert "0000_users is tracked already." in call(production, folder, "mark-applied", "0000_users").stderr
    assert "0000_users is tracked already." in call(production, folder, "mark-applied", "0000").stderr
    assert "There is no migration `nobody`." in call(production, folder, "mark-applied", "nobody").stderr


def test_a_baseline_is_found(folder: Path, production: Production, other: Production) -> None:
    """A database that was made by hand is tracked from the last migration that makes it on."""
    production.run(USERS + PHONE)
    done = call(production, folder, "baseline", "--unproven", "there were no rows then")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Compared with what 0000_users to 0002_fill (3 migrations) makes.\n" in done.stdout
    run(production, folder)
    run(other, folder)
    assert production.tracked() == other.tracked()
    assert production.dump() == other.dump()
    again = call(production, folder, "baseline")
    assert "holds 4 rows, so this database has its first row already." in again.stderr


def test_a_baseline_that_nothing_makes(folder: Path, production: Production) -> None:
    """The nearest migration is taken for the comparison, or the one that is named, and nothing is written."""
    production.run(USERS + "CREATE TABLE mine (id int)")
    done = call(production, folder, "baseline")
    assert done.returncode == 1
    assert "The database is not as 0000_users makes it" in done.stderr
    assert "public.mine is there, and no applied migration makes it" in done.stderr
    named = call(production, folder, "baseline", "--to", "0003_notes")
    assert "table, view or sequence public.notes is missing" in named.stderr
    assert production.tracked() == []
