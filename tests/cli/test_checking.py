"""`sterna rollback --check` and `--chain` on small histories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.histories import make

USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
PHONE = "ALTER TABLE users ADD COLUMN phone text;"


@pytest.fixture
def folder(tmp_path: Path, command: Command) -> Path:
    """Make a history whose two migrations have their down files."""
    folder = make(tmp_path / "drizzle", {"0000_users": USERS, "0001_phone": PHONE})
    assert command("rollback", "--all", "--write", cwd=tmp_path).returncode == 0
    return folder


def test_check_and_chain(folder: Path, command: Command) -> None:
    """Fresh down files prove as they stand, and the history goes down to empty and up again."""
    done = command("rollback", "--all", "--check", cwd=folder.parent)
    assert (done.stdout, done.returncode) == (
        "drizzle/rollback/0000_users.sql: exact\ndrizzle/rollback/0001_phone.sql: exact\n",
        0,
    )
    done = command("rollback", "--all", "--chain", cwd=folder.parent)
    assert done.stdout == "2 steps down, 2 up again: each step's schema is the one seen on the way up.\n"
    assert done.returncode == 0
    done = command("rollback", "--all", "--chain", "--format", "json", cwd=folder.parent)
    steps = [(step["tag"], step["way"], step["differs"]) for step in json.loads(done.stdout)["steps"]]
    assert steps[:2] == [("0001_phone", "down", ""), ("0000_users", "down", "")]
    assert steps[2:] == [("0000_users", "up again", ""), ("0001_phone", "up again", "")]


def test_check_finds_what_is_wrong(folder: Path, command: Command) -> None:
    """A file that is missing, of another content, or proves not or less than it says is named, with exit code 1."""
    down = folder / "rollback"
    text = (down / "0000_users.sql").read_text()
    (down / "0000_users.sql").write_text(text.replace('DROP TABLE "public"."users"', "SELECT 1"))
    done = command("rollback", "--all", "--check", "--format", "json", cwd=folder.parent)
    files = json.loads(done.stdout)["files"]
    assert done.returncode == 1
    assert files[0]["wrong"].startswith("it does not prove: ")
    assert any("CREATE TABLE public.users" in line for line in files[0]["residue"])
    assert (files[1]["verdict"], files[1]["wrong"]) == ("exact", "")
    phone = (down / "0001_phone.sql").read_text()
    (down / "0001_phone.sql").write_text(phone.replace("BEGIN;\n", "BEGIN;\nDELETE FROM users;\n", 1))
    done = command("rollback", "--check", "--format", "json", cwd=folder.parent)
    [file] = json.loads(done.stdout)["files"]
    assert (done.returncode, file["verdict"]) == (1, "structure only")
    assert file["wrong"].startswith("its header says exact, and it proves structure only (not brought back: rows of")
    (down / "0000_users.sql").unlink()
    (folder / "0001_phone.sql").write_text(PHONE + " -- other bytes")
    done = command("rollback", "--all", "--check", cwd=folder.parent)
    assert done.returncode == 1
    assert "there is no file: sterna rollback 0000_users --write makes it" in done.stdout
    assert "it was written for another content of 0001_phone.sql" in done.stdout


def test_check_finds_files_whose_migration_is_gone(folder: Path, command: Command) -> None:
    """A down file that nothing in the history belongs to is an error, unless others were asked for by name."""
    (folder / "rollback" / "0009_gone.sql").write_text("DROP TABLE users;\n")
    done = command("rollback", "--check", cwd=folder.parent)
    assert done.returncode == 1
    assert "0009_gone.sql: wrong\n" in done.stdout
    assert "there is no migration of this name" in done.stdout
    assert command("rollback", "0001_phone", "--check", cwd=folder.parent).returncode == 0


def test_a_migration_that_cannot_be_read(folder: Path, command: Command) -> None:
    """Without its SQL neither its down file is proven nor the chain that of the history."""
    (folder / "0001_phone.sql").unlink()
    done = command("rollback", "--all", "--check", cwd=folder.parent)
    assert done.returncode == 1
    assert "0001_phone.sql: wrong\n" in done.stdout
    done = command("rollback", "--all", "--chain", cwd=folder.parent)
    assert done.returncode == 1
    assert "its SQL cannot be read" in done.stdout


def test_check_finds_what_psql_would_not_do(folder: Path, command: Command) -> None:
    """A file that leaves the row of its migration, or its transaction open, does not do what its header says."""
    down = folder / "rollback" / "0001_phone.sql"
    down.write_text(down.read_text().replace("COMMIT;\n", ""))
    done = command("rollback", "--check", cwd=folder.parent)
    assert done.returncode == 1
    assert "it is not one transaction" in done.stdout


def test_chain_is_for_the_whole_history(folder: Path, command: Command) -> None:
    """Half a chain proves nothing: it is asked for with --all, and alone."""
    assert "--chain goes with --all" in command("rollback", "--chain", cwd=folder.parent).stderr
    done = command("rollback", "--all", "--chain", "--check", cwd=folder.parent)
    assert (done.returncode, done.stdout) == (2, "")
