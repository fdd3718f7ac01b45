"""`sterna doctor` and `sterna read-only` on real folders and databases."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from sterna.postgres.cluster import ADMIN
from sterna.postgres.connection import SqlError
from sterna.problem import Problem
from sterna.runbook.doctor.server import of_server
from sterna.runbook.position import State
from sterna.runbook.read_only import switch
from sterna.runbook.standing import server
from tests.cli.histories import make, within
from tests.history.folder import ORIGIN
from tests.runbook.conftest import Production
from tests.runbook.running import run, standing

HISTORY = {
    "0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text);",
    "0001_phone": "ALTER TABLE users ADD COLUMN phone text;",
    "0002_notes": "CREATE TABLE notes (id integer PRIMARY KEY);",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of three migrations with their snapshots."""
    made = make(tmp_path / "drizzle", HISTORY)
    before = ORIGIN
    for number in range(len(HISTORY)):
        snapshot = {"id": f"id-{number}", "prevId": before, "version": "7"}
        (made / "meta" / f"{number:04}_snapshot.json").write_text(json.dumps(snapshot))
        before = f"id-{number}"
    return made


def complaints(production: Production, folder: Path, *words: str) -> dict[str, str]:
    """Return what mends each complaint, by its name."""
    done = production.sterna("doctor", folder, "--format", "json", *words, cwd=folder.parent)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["complaints"]
    assert done.returncode == int(any(one["weight"] == "error" for one in found))
    return {one["name"]: one["mend"] for one in found}


def test_the_folder_of_another_project(folder: Path, tmp_path: Path, production: Production) -> None:
    """One line says it, and nothing is printed that would bring the one project's tables into the other's database."""
    run(production, folder)
    other = make(tmp_path / "other", {"0000_teams": "CREATE TABLE teams (id integer);"}, first=1893456000000)
    found = complaints(production, other)
    assert found["another-folder"] == "Check the folder, and the database that the URL names."
    assert not {"skipped", "unknown-row"} & found.keys()


def test_nothing_is_wrong(folder: Path, production: Production) -> None:
    """A database as it should be, pending or not."""
    run(production, folder)
    done = production.sterna("doctor", folder, "--drift", cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(": nothing is wrong.\n")
    assert len(done.stdout.splitlines()) == 1


def test_what_is_wrong_comes_with_what_mends_it(folder: Path, production: Production) -> None:
    """Rows, times, other tables, sessions: the SQL that doctor prints mends each, and then nothing is wrong."""
    run(production, folder)
    production.run("UPDATE drizzle.__drizzle_migrations SET created_at = NULL WHERE id = 3")
    found = complaints(production, folder)
    assert list(found) == ["no-time"]
    production.run(found["no-time"])
    assert complaints(production, folder) == {}
    production.run("INSERT INTO drizzle.__drizzle_migrations (hash) VALUES ('migration_hash')")
    found = complaints(production, folder)
    assert list(found) == ["no-time", "unknown-row"]
    production.run(found["no-time"])
    assert complaints(production, folder) == {}
    production.run("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('migration_hash', 1)")
    production.run(complaints(production, folder)["unknown-row"])
    production.run("UPDATE drizzle.__drizzle_migrations SET created_at = 9999999999999 WHERE id = 2")
    found = complaints(production, folder)
    assert list(found) == ["other-time"]
    production.run(found["other-time"])
    assert complaints(production, folder) == {}


def test_an_index_a_time_and_a_session_are_mended(folder: Path, production: Production) -> None:
    """What is printed for an INVALID index, a row that is too old and a session with an old transaction mends each."""
    run(production, folder)
    production.run("INSERT INTO users VALUES (1, 'a'), (2, 'a')")
    with production.connect() as connection, pytest.raises(SqlError, match="could not create unique index"):
        connection.run("CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name)")
    found = complaints(production, folder)
    assert found == {"invalid-index": "DROP INDEX CONCURRENTLY public.users_name;"}
    production.run(found["invalid-index"])
    assert complaints(production, folder) == {}
    production.run("UPDATE drizzle.__drizzle_migrations SET created_at = 7 WHERE id = 3")
    found = complaints(production, folder)
    assert list(found) == ["again"]
    production.run(found["again"])
    assert complaints(production, folder) == {}
    with production.connect() as old, production.target.connect() as connection:
        old.run("BEGIN; SELECT 1")
        [one] = of_server(connection, server(connection), None, old=0)
        assert (one.name, one.mend) == ("old-transaction", f"SELECT pg_terminate_backend({old.pid});")
        assert "(sterna, sterna) has had a transaction open for 0 s (idle in transaction): BEGIN; SELECT 1" in one.text
        connection.run(one.mend)
        with pytest.raises(SqlError):
            old.run("COMMIT")
        assert list(of_server(connection, server(connection), None, old=0)) == []


def test_a_database_that_nobody_tracks(folder: Path, production: Production) -> None:
    """Its objects are no drift: it wants its first rows, and the command that is named writes them."""
    for sql in HISTORY.values():
        production.run(sql)
    found = complaints(production, folder, "--drift")
    assert found == {"untracked": "sterna baseline"}
    done = production.sterna(*found["untracked"].split()[1:], str(folder), "--yes", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert "Every object is there, as it should be.\n" in done.stdout
    assert complaints(production, folder, "--drift") == {}


def test_what_was_applied_is_found_in_git(folder: Path, production: Production) -> None:
    """An edited file comes back by the command that is printed; a file that was deleted is shown by it."""
    run(production, folder)

    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run([shutil.which("git") or "git", *who, *words], cwd=folder.parent, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "all")
    file = folder / "0001_phone.sql"
    applied = file.read_bytes()
    file.write_bytes(applied + b"-- a word")
    journal = json.loads((folder / "meta" / "_journal.json").read_text())
    gone = folder / f"{journal['entries'].pop()['tag']}.sql"
    text = gone.read_text()
    gone.unlink()
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    git("commit", "-a", "-m", "less")
    found = complaints(production, folder)
    assert sorted(found) == ["edited", "orphan-snapshot", "unknown-row"]
    subprocess.run(["/bin/sh", "-c", found["edited"]], cwd=folder.parent, check=True)
    assert file.read_bytes() == applied
    shown = subprocess.run(["/bin/sh", "-c", found["unknown-row"]], cwd=folder.parent, capture_output=True, check=True)
    assert shown.stdout.decode() == text
    assert "edited" not in complaints(production, folder)


def test_one_page_whatever_cannot_be_looked_at(folder: Path, production: Production) -> None:
    """The faults of the folder are told without the database, and those of the role without the table."""
    (folder / "9999_stray.sql").write_text("SELECT 1;")
    gone = within("doctor", folder, cwd=folder.parent, DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/db")
    assert gone.returncode == 2
    assert "error unreachable: The database of DATABASE_URL cannot be reached" in gone.stdout
    assert "warning orphan-sql: " in gone.stdout
    assert "geheim" not in gone.stdout + gone.stderr
    (folder / "9999_stray.sql").unlink()
    run(production, folder)
    production.run("CREATE SCHEMA other; CREATE TABLE other.__drizzle_migrations (LIKE drizzle.__drizzle_migrations)")
    production.run("INSERT INTO other.__drizzle_migrations SELECT * FROM drizzle.__drizzle_migrations")
    found = complaints(production, folder)
    assert list(found) == ["tracking-table"]
    assert found["tracking-table"].startswith("Say with --table SCHEMA.TABLE which one your migrator uses")


def test_what_is_skipped_is_mended_by_its_command(folder: Path, production: Production) -> None:
    """A late migration: both ways out are named."""
    run(production, folder)
    production.run("DELETE FROM drizzle.__drizzle_migrations WHERE id = 2")
    found = complaints(production, folder)
    assert found == {
        "skipped": "If its work is there: sterna mark-applied 0001_phone. If not: sterna migrate --out-of-order"
    }
    words = ["mark-applied", "0001_phone", "--folder", str(folder), "--yes"]
    assert production.sterna(*words, cwd=folder.parent).returncode == 0
    assert standing(production, folder).position.of(State.SKIPPED) == ()


def test_the_folder_alone(folder: Path) -> None:
    """Faults of the files, and migrations of the same second, which Drizzle 1.0 cannot tell apart."""
    journal = json.loads((folder / "meta" / "_journal.json").read_text())
    journal["entries"][1]["when"] = journal["entries"][0]["when"] + 1
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    (folder / "9999_stray.sql").write_text("SELECT 1;")
    done = within("doctor", folder, "--no-database", cwd=folder.parent)
    assert done.returncode == 0
    assert "same-second: " in done.stdout
    assert "0000_users and 0001_phone were generated in the same second." in done.stdout
    assert "orphan-sql: " in done.stdout
    journal["entries"][1]["when"] += 1000
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    assert "same-second: " not in within("doctor", folder, "--no-database", cwd=folder.parent).stdout
    assert within("doctor", folder, "--no-database", "--drift", cwd=folder.parent).returncode == 2


def test_a_role_with_few_rights(folder: Path, production: Production) -> None:
    """What the role lacks is named with the GRANT that gives it; the owner may run it as it is printed."""
    run(production, folder)
    role = production.name
    production.server.run_as_admin(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    try:
        poor = Production(production.server, production.name, production.url_of(role, "x"))
        found = complaints(poor, folder)
        assert sorted(found) == ["no-create", "no-create-in-public", "not-owner", "tracking-table"]
        production.run(found["tracking-table"].removeprefix("Let its owner run: "))
        assert sorted(complaints(poor, folder)) == ["no-create", "no-create-in-public", "not-owner"]
        with poor.target.connect() as connection:
            connection.run("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1)")
            connection.run("DELETE FROM drizzle.__drizzle_migrations WHERE hash = 'x'")
        production.run(f"REVOKE ALL ON SEQUENCE drizzle.__drizzle_migrations_id_seq FROM {role}")
        found = complaints(poor, folder)
        assert sorted(found) == ["no-create", "no-create-in-public", "not-owner", "tracking-rights"]
        for name in ("tracking-rights", "no-create", "no-create-in-public"):
            production.run(found[name])
        assert list(complaints(poor, folder)) == ["not-owner"]
        production.server.run_as_admin(found["not-owner"])
        assert complaints(poor, folder) == {}
    finally:
        production.server.run_as_admin(f"REVOKE {production.server.owner} FROM {role}")
        production.run(f"REVOKE ALL ON SEQUENCE drizzle.__drizzle_migrations_id_seq FROM {role}")
        production.run(f"REVOKE ALL ON SCHEMA public FROM {role}")
        production.run(f"REVOKE ALL ON drizzle.__drizzle_migrations FROM {role}")
        production.run(
            f"REVOKE ALL ON SCHEMA drizzle FROM {role}; REVOKE ALL ON DATABASE {production.name} FROM {role}"
        )
        production.server.run_as_admin(f"DROP ROLE {role}")


def test_read_only_and_back(folder: Path, production: Production) -> None:
    """Open sessions are ended, new ones may not write, migrate says why it does not run, and off lifts it."""
    run(production, make(folder.parent / "first", {"0000_users": HISTORY["0000_users"]}))
    with production.connect() as living:
        living.run("BEGIN; INSERT INTO users VALUES (1, 'a')")
        done = production.sterna("read-only", "on", "--yes", cwd=folder.parent, DATABASE_URL=production.url_of(ADMIN))
        assert done.returncode == 0, done.stderr
        assert "new sessions may only read; 1 session ended." in done.stdout
        with pytest.raises(SqlError):
            living.run("COMMIT")
    with pytest.raises(SqlError, match="read-only transaction"):
        production.run("INSERT INTO users VALUES (1, 'a')")
    with pytest.raises(Problem, match="may only read") as problem:
        run(production, folder)
    assert "sterna read-only off" in problem.value.do
    assert complaints(production, folder) == {"read-only": "sterna read-only off"}
    off = production.sterna("read-only", "off", "--yes", "--format", "json", cwd=folder.parent)
    assert off.returncode == 0, off.stderr
    assert json.loads(off.stdout)["read_only"] is False
    assert len(run(production, folder)) == 2


def test_read_only_asks_and_is_the_owners(folder: Path, production: Production) -> None:
    """Without a terminal it wants --yes; who does not own the database is told so."""
    done = production.sterna("read-only", "on", cwd=folder.parent)
    assert (done.returncode, "There is nobody to ask" in done.stderr) == (2, True)
    role = production.name
    production.server.run_as_admin(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    poor = Production(production.server, production.name, production.url_of(role, "x"))
    try:
        with pytest.raises(Problem) as problem:
            switch(poor.target, on=True)
        assert problem.value.do == "Only the owner of a database or a superuser may do this."
    finally:
        production.server.run_as_admin(f"DROP ROLE {role}")
