"""`sterna rollback --apply` on real databases."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.histories import make, within
from tests.runbook.conftest import Production
from tests.runbook.running import run, standing

HISTORY = {
    "0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text);",
    "0001_phone": "ALTER TABLE users ADD COLUMN phone text;",
    "0002_notes": "CREATE TABLE notes (id integer PRIMARY KEY, body text);",
}


def back(folder: Path, production: Production, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the command with --yes."""
    words = ["rollback", "--apply", "--yes", "--folder", str(folder), *more]
    return production.sterna(*words, cwd=folder.parent)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, workshop: str) -> Path:
    """Make the history with its down files, once."""
    folder = make(tmp_path_factory.mktemp("written") / "drizzle", HISTORY)
    done = within("rollback", "--all", "--write", "--folder", folder, cwd=folder.parent, STERNA_POSTGRES=workshop)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Copy it, so that a test may spoil it."""
    return Path(shutil.copytree(written, tmp_path / "drizzle"))


def test_the_newest_is_taken_back_with_its_row(folder: Path, production: Production, other: Production) -> None:
    """The schema is that of before, and the other rows are as they were."""
    run(production, folder)
    one = make(folder.parent / "two", dict(list(HISTORY.items())[:2]))
    run(other, one)
    done = back(folder, production)
    assert done.returncode == 0, done.stderr
    assert "taken back  0002_notes\n" in done.stdout
    assert "At its next migrate, Drizzle applies 0002_notes again, as long as the journal names it" in done.stdout
    assert production.dump() == other.dump()
    assert production.tracked() == other.tracked()
    position = standing(production, folder).position
    assert [str(place.state) for place in position.places] == ["applied", "applied", "pending"]
    assert [one.tag for one in run(production, folder)] == ["0002_notes"]


def test_all_after_a_tag_and_all_of_it(folder: Path, production: Production) -> None:
    """--to keeps the tag that it names; `empty` keeps nothing but the tracking table."""
    run(production, folder)
    done = back(folder, production, "--to", "0000_users")
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("taken back  0002_notes") < done.stdout.index("taken back  0001_phone")
    assert [place.tag for place in standing(production, folder).position.applied] == ["0000_users"]
    assert back(folder, production, "--to", "0000_users").stdout.startswith("Nothing is applied after it")
    assert back(folder, production, "--to", "empty").returncode == 0
    assert production.tracked() == []
    assert production.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [("0",)]
    none = back(folder, production)
    assert none.returncode == 2
    assert "No migration of this folder is applied" in none.stderr


def test_rows_written_since_are_not_lost_by_accident(folder: Path, production: Production) -> None:
    """What the way back would destroy is named, table by table and column by column; --lose-rows does it."""
    run(production, folder)
    production.run("INSERT INTO users VALUES (1, 'a', '123'); INSERT INTO notes VALUES (1, 'x')")
    before = production.dump(), production.tracked()
    done = back(folder, production, "--to", "0000_users")
    assert done.returncode == 1
    assert "This would destroy data that was written since, so nothing was done." in done.stderr
    assert "0002_notes: rows of public.notes" in done.stderr
    assert (production.dump(), production.tracked()) == before
    production.run("DELETE FROM notes")
    done = back(folder, production, "--to", "0000_users")
    assert "0001_phone: values of public.users.phone" in done.stderr
    assert (production.dump(), production.tracked()) == before
    assert back(folder, production, "--to", "0000_users", "--lose-rows").returncode == 0
    assert production.rows("SELECT * FROM users") == [("1", "a")]


CAST = {
    "0000_t": "CREATE TABLE t (id integer, price numeric(10, 2), at timestamp(0), wide integer);",
    "0001_types": "ALTER TABLE t ALTER COLUMN price TYPE numeric(12, 4), ALTER COLUMN at TYPE timestamp(6),"
    " ALTER COLUMN wide TYPE bigint;"
    " ALTER TABLE t RENAME COLUMN price TO cost; ALTER TABLE t RENAME TO things;",
}


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory, workshop: str) -> Path:
    """Make a history that widens types and renames."""
    folder = make(tmp_path_factory.mktemp("cast") / "drizzle", CAST)
    done = within("rollback", "--all", "--write", "--folder", folder, cwd=folder.parent, STERNA_POSTGRES=workshop)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        pytest.param("1.5, '2026-01-01 00:00:01', 3", "", marks=pytest.mark.slow),
        pytest.param("NULL, NULL, NULL", "", marks=pytest.mark.slow),
        ("1.505, '2026-01-01 00:00:01', 3", "public.things.cost, which numeric(10,2) does not hold as they are"),
        pytest.param(
            "1.5, '2026-01-01 00:00:01.25', 3",
            "public.things.at, which timestamp(0) without time zone does not",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_values_that_a_cast_cuts_are_not_lost_by_accident(
    cast: Path, production: Production, row: str, lost: str
) -> None:
    """Rounded numbers and times are named; what the old type holds as it is goes back, whatever it was called since."""
    run(production, cast)
    production.run(f"INSERT INTO things VALUES (1, {row}), (2, 2, '2026-01-02 00:00:00', 4)")
    before = production.dump(), production.tracked(), production.rows("SELECT * FROM things ORDER BY id")
    done = back(cast, production)
    if not lost:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 1
    assert f"0001_types: values of {lost}" in done.stderr
    assert (production.dump(), production.tracked(), production.rows("SELECT * FROM things ORDER BY id")) == before
    assert back(cast, production, "--lose-rows").returncode == 0


@pytest.mark.slow
def test_a_value_that_the_old_type_refuses(cast: Path, production: Production) -> None:
    """PostgreSQL says so itself, with or without --lose-rows, and nothing happened."""
    run(production, cast)
    production.run("INSERT INTO things (wide) VALUES (5000000000)")
    done = back(cast, production, "--lose-rows")
    assert done.returncode == 1
    assert "22003: integer out of range" in done.stderr
    assert "Nothing was taken back; still applied: 0001_types." in done.stderr


def test_what_the_migration_destroyed_does_not_come_back(tmp_path: Path, production: Production) -> None:
    """A way back of the structure only is told to be one, and wants --lose-rows."""
    folder = make(tmp_path / "drizzle", {**HISTORY, "0003_drop": "ALTER TABLE users DROP COLUMN name;"})
    production.sterna("rollback", "0003_drop", "--write", "--folder", folder, cwd=tmp_path)
    run(production, folder)
    done = back(folder, production)
    assert done.returncode == 1
    assert "0003_drop: values of public.users.name" in done.stderr
    assert back(folder, production, "--lose-rows").returncode == 0
    assert production.rows("SELECT name FROM users") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("BEGIN;\nDROP TABLE nobody;\nCOMMIT;\n", "by hand"),
        ("BEGIN;\nSELECT 1;\nCOMMIT;\n", "by hand"),
    ],
)
def test_an_edited_file_that_does_not_prove_is_refused(
    folder: Path, production: Production, body: str, said: str
) -> None:
    """What a person wrote is run on the private server before it is run anywhere else."""
    run(production, folder)
    (folder / "rollback" / "0002_notes.sql").write_text(body)
    done = back(folder, production)
    assert done.returncode == 1
    assert "A way back is not proven, so nothing was done." in done.stderr
    assert said in done.stderr
    assert len(production.tracked()) == 3


def test_an_edited_file_that_proves_runs(folder: Path, production: Production) -> None:
    """Its own statements are run, and the row goes although the file does not say so."""
    run(production, folder)
    (folder / "rollback" / "0002_notes.sql").write_text("-- by hand\nALTER TABLE notes RENAME TO n;\nDROP TABLE n;\n")
    done = back(folder, production)
    assert done.returncode == 0, done.stderr
    assert "1. ALTER TABLE notes RENAME TO n\n" in done.stdout
    assert len(production.tracked()) == 2


def test_what_stands_in_the_way(folder: Path, production: Production) -> None:
    """Drift makes PostgreSQL refuse: the file, the statement and what depends are told, and nothing happened."""
    run(production, folder)
    production.run("CREATE VIEW mine AS SELECT * FROM notes")
    done = back(folder, production)
    assert done.returncode == 1
    assert "The way back of 0002_notes was refused." in done.stderr
    assert "0002_notes.sql:" in done.stderr
    assert "2BP01: cannot drop table notes because other objects depend on it" in done.stderr
    assert "view mine depends on table notes" in done.stderr
    assert "Nothing was taken back; still applied: 0002_notes." in done.stderr
    assert len(production.tracked()) == 3


def test_no_file_an_edited_migration_and_newer_rows(folder: Path, production: Production) -> None:
    """Each is refused with what to do."""
    run(production, folder)
    file = folder / "rollback" / "0002_notes.sql"
    file.unlink()
    assert "0002_notes has no down file." in back(folder, production).stderr
    sql = folder / "0002_notes.sql"
    text = sql.read_text()
    sql.write_text(text + " -- edited")
    assert "0002_notes was edited after it was applied" in back(folder, production).stderr
    sql.write_text(text)
    production.run("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('ab', 9999999999999)")
    done = back(folder, production)
    assert "Other migrations were applied after these" in done.stderr
    assert "row 4: no migration here has it" in done.stderr


def test_what_is_not_applied_is_no_place_to_go_back_to(folder: Path, production: Production) -> None:
    """Nor is what no migration is called; what is taken back is told to programs too."""
    run(production, folder)
    done = back(folder, production, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["taken_back"] == ["0002_notes"]
    assert "0002_notes is not applied" in back(folder, production, "--to", "0002_notes").stderr
    assert "There is no migration `nothing`" in back(folder, production, "--to", "nothing").stderr
    assert len(production.tracked()) == 2


def test_options_go_together(folder: Path, production: Production) -> None:
    """--to without --apply, and --apply with tags, are refused before anything is looked at."""
    done = within("rollback", "--to", "0000_users", "--folder", folder, cwd=folder.parent)
    assert done.returncode == 2
    assert "go with --apply" in done.stderr
    assert back(folder, production, "0001_phone").returncode == 2
