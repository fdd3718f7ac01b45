"""`sterna status` on real databases."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.connection import SqlError
from tests.cli.histories import within
from tests.runbook.conftest import SECRET, Production
from tests.runbook.histories import USERS

ROOT = Path(__file__).parents[2]
HISTORY = ROOT / "tests" / "fixtures" / "drizzle-0.31" / "drizzle"
TRACKING = "CREATE TABLE {table} (id serial PRIMARY KEY, hash text NOT NULL, created_at {type});"


def status(folder: Path, production: Production, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the database in its environment."""
    return production.sterna("status", folder, *more, cwd=folder.parent)


def track(production: Production, folder: Path, count: int, table: str = "drizzle.__drizzle_migrations") -> None:
    """Run the first migrations and track those that run, as Drizzle does."""
    production.run("CREATE SCHEMA IF NOT EXISTS drizzle;" + TRACKING.format(table=table, type="bigint"))
    for migration in history.read(folder).migrations[:count]:
        row = f"INSERT INTO {table} (hash, created_at) VALUES ('{migration.hash}', {migration.when})"
        with production.connect() as connection, suppress(SqlError):
            connection.run("BEGIN")
            for chunk in (*migration.chunks, row, "COMMIT"):
                connection.run(chunk)


def test_an_empty_database(folder: Path, production: Production) -> None:
    """Everything is pending, nothing is wrong, and nothing was written: not even the tracking table."""
    before = production.dump()
    done = status(folder, production)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{production.name} on ")
    assert lines[0].endswith(f"(PostgreSQL {production.server.version_name}), as sterna")
    assert lines[1:] == [
        "Tracking table drizzle.__drizzle_migrations: not there yet",
        "",
        *("pending  0000_users", "pending  0001_phone", "pending  0002_email"),
        *("", "3 pending."),
    ]
    assert production.dump() == before
    assert status(folder, production, "--expect-applied").returncode == 1


def test_what_is_wrong_is_said_and_is_the_exit_code(folder: Path, production: Production) -> None:
    """An edited file, a missing one, one that is skipped and a row of nobody: each on its line, exit code 1."""
    track(production, folder, 3)
    production.run("DELETE FROM drizzle.__drizzle_migrations WHERE id = 2")
    production.run("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('ee', 1)")
    (folder / "0000_users.sql").write_text(USERS + " -- edited")
    (folder / "0002_email.sql").unlink()
    done = status(folder, production)
    assert done.returncode == 1
    said = done.stdout
    assert "applied  0000_users\n         the file was edited after it was applied: its hash is " in said
    assert "skipped  0001_phone\n         its `when` (1767312000000) is not after that of the newest row " in said
    assert "applied  0002_email\n         The journal names 0002_email, but 0002_email.sql is not there." in said
    assert "unknown  row 4: hash ee, 1 (1970-01-01 00:00:00 UTC): no migration here has it" in said
    assert said.splitlines()[-1] == (
        "2 applied, 1 will be skipped by Drizzle, 1 edited since, 1 without a file, 1 unknown."
    )
    value = json.loads(status(folder, production, "--format", "json").stdout)
    assert value["wrong"] is True
    assert [one["state"] for one in value["migrations"]] == ["applied", "skipped", "applied"]
    assert [one["edited"] for one in value["migrations"]] == [True, False, False]
    assert value["unknown_rows"] == [{"id": 4, "hash": "ee", "created_at": 1, "name": None}]


@pytest.mark.parametrize(
    ("kind", "more"), [("bigint", ""), ("numeric", ""), ("bigint", ", name text, applied_at timestamptz")]
)
def test_a_table_of_another_name_is_found(folder: Path, production: Production, kind: str, more: str) -> None:
    """Whatever its schema and name, of 0.x or 1.0: the only table that tracks this history is the one that is meant."""
    production.run(f"CREATE SCHEMA app; CREATE TABLE app.applied (id serial, hash text, created_at {kind}{more});")
    one = history.read(folder).migrations[0]
    production.run(f"INSERT INTO app.applied (hash, created_at) VALUES ('{one.hash}', {one.when})")
    # Of the same shape, and nothing of Drizzle's.
    production.run("CREATE TABLE files (id serial, hash text, created_at bigint)")
    production.run("INSERT INTO files (hash, created_at) VALUES ('md5', 5)")
    done = status(folder, production)
    assert done.returncode == 0, done.stderr
    assert f"Tracking table app.applied{' (of Drizzle 1.0)' if more else ''}: 1 row\n" in done.stdout
    assert "files" not in done.stdout
    assert done.stdout.endswith("1 applied, 2 pending.\n")


def test_two_tables_are_not_guessed_between(folder: Path, production: Production) -> None:
    """Where `migrate()` and drizzle-kit were told different tables, a person has to say which one counts."""
    track(production, folder, 2)
    production.run(TRACKING.format(table="public.__drizzle_migrations", type="bigint"))
    production.run("INSERT INTO public.__drizzle_migrations SELECT * FROM drizzle.__drizzle_migrations LIMIT 1")
    done = status(folder, production)
    assert done.returncode == 2
    assert (
        "Several tables track migrations of this history: drizzle.__drizzle_migrations (2 of 2 rows known), "
        "public.__drizzle_migrations (1 of 1 rows known)." in done.stderr
    )
    named = status(folder, production, "--table", "public.__drizzle_migrations")
    assert named.stdout.endswith("1 applied, 2 pending.\n") or "1 applied" in named.stdout
    assert "Another table looks like one of Drizzle's: drizzle.__drizzle_migrations" in named.stdout


def test_drift_is_told_object_by_object(folder: Path, production: Production) -> None:
    """What somebody did by hand is named: what is there, what is gone, what differs. What is pending does not count."""
    track(production, folder, 2)
    clean = status(folder, production, "--drift")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "Every object is as the applied migrations make it.\n" in clean.stdout
    production.run(
        "ALTER TABLE users ALTER COLUMN name SET DEFAULT 'x', DROP COLUMN phone;"
        "CREATE TABLE notes (id int PRIMARY KEY);"
        "CREATE INDEX by_hand ON users (name); CREATE SCHEMA monitoring; CREATE TABLE monitoring.t (id int)"
    )
    done = status(folder, production, "--drift")
    assert done.returncode == 1
    found = [line for line in done.stdout.splitlines() if line.startswith(("missing", "unexpected", "differs"))]
    assert found == [
        "unexpected: table, view or sequence public.notes is there, and no applied migration makes it",
        "differs: column public.users.name: default is 'x'::text, the migrations make it nothing",
        "missing: column public.users.phone is missing: the migrations make it",
        "unexpected: index public.by_hand is there, and no applied migration makes it",
    ]
    assert "not compared: the schemas monitoring, which no applied migration makes\n" in done.stdout
    value = json.loads(status(folder, production, "--drift", "--format", "json").stdout)
    assert [one["side"] for one in value["drift"]["differences"]] == ["unexpected", "differs", "missing", "unexpected"]


def test_a_long_history_has_no_drift(production: Production) -> None:
    """What drizzle-kit wrote of every kind, applied here and replayed there, makes the same objects on any version."""
    track(production, HISTORY, 64)
    assert len(production.tracked()) > 40
    done = status(HISTORY, production, "--drift")
    lines = [line for line in done.stdout.splitlines() if line.startswith(("missing", "unexpected", "differs"))]
    assert lines == []
    assert "Every object is as the applied migrations make it." in done.stdout


def test_an_invalid_index_is_found(folder: Path, production: Production) -> None:
    """What CREATE INDEX CONCURRENTLY left behind is named with what removes it."""
    production.run("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)")
    with production.connect() as connection, pytest.raises(Exception, match="could not create unique index"):
        connection.run("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)")
    done = status(folder, production)
    assert done.returncode == 1
    assert "Index public.t_a on public.t is INVALID: DROP INDEX CONCURRENTLY public.t_a;\n" in done.stdout


def test_a_wrong_password_is_never_repeated(folder: Path, production: Production) -> None:
    """Who is not let in reads why, and the password stands nowhere."""
    production.server.run_as_admin(f"CREATE ROLE {production.name} LOGIN PASSWORD 'another'")
    url = production.url_of(production.name, SECRET)
    done = within("status", folder, cwd=folder.parent, DATABASE_URL=url)
    production.server.run_as_admin(f"DROP ROLE {production.name}")
    assert done.returncode == 2
    assert "sterna: The database of DATABASE_URL cannot be reached: " in done.stderr
    assert f'password authentication failed for user "{production.name}"' in done.stderr
    assert SECRET not in done.stderr
    assert url not in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://u:geheim@[h/db", "The URL in DATABASE_URL cannot be read."),
        ("postgresql://u:geheim@h:port/db", "The database of DATABASE_URL cannot be reached: "),
        ("postgresql://u:geheim@h/db?schema=public", "cannot be read: libpq does not know the parameter schema."),
        ("postgresql://u:geheim@127.0.0.1:1/db", "cannot be reached: connection"),
        ("postgresql://u:x@geheim@127.0.0.1:1/db", "cannot be read: its password holds a character that ends it."),
        ("postgresql://u:x/geheim@127.0.0.1:1/db", "cannot be read: its password holds a character that ends it."),
        ("", "No database was named: DATABASE_URL is not set."),
    ],
)
def test_a_url_that_leads_nowhere(folder: Path, url: str, said: str) -> None:
    """Each says what is wrong with it, and none repeats the secret."""
    done = within("status", folder, cwd=folder.parent, DATABASE_URL=url)
    assert done.returncode == 2
    assert said in done.stderr
    assert "geheim" not in done.stderr


def test_the_url_stands_in_the_environment(folder: Path, production: Production) -> None:
    """--url names a variable; a URL with a password is refused, because the list of processes shows it."""
    named = within("status", folder, "--url", "STAGING", cwd=folder.parent, STAGING=production.url)
    assert named.returncode == 0
    plain = within("status", folder, "--url", production.url, cwd=folder.parent)
    assert plain.returncode == 0
    done = within("status", folder, "--url", "postgresql://u:geheim@h/db", cwd=folder.parent)
    assert done.returncode == 2
    assert "A password in --url shows in the list of processes." in done.stderr
    assert "geheim" not in done.stderr


def test_a_role_that_may_not_read(folder: Path, production: Production) -> None:
    """The table is named, and what lets the role read it."""
    track(production, folder, 1)
    production.server.run_as_admin(f"CREATE ROLE {production.name} LOGIN PASSWORD 'secret'")
    done = production.sterna(
        "status", folder, cwd=folder.parent, DATABASE_URL=production.url_of(production.name, "secret")
    )
    production.server.run_as_admin(f"DROP ROLE {production.name}")
    assert done.returncode == 2
    assert f"The role {production.name} may not read the tracking table drizzle.__drizzle_migrations." in done.stderr
    assert (
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON "drizzle"."__drizzle_migrations" TO "{production.name}"'
        in done.stderr
    )
