"""`sterna incident` and `sterna preview` on real databases."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.histories import make
from tests.runbook.conftest import Production
from tests.runbook.running import run

HISTORY = {"0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text);"}
MORE = {**HISTORY, "0001_name": "UPDATE users SET name = 'x';ALTER TABLE users ALTER COLUMN name SET NOT NULL;"}


@pytest.fixture
def folder(tmp_path: Path, production: Production) -> Path:
    """Make a history, apply its first migration, fill the table, and save the database."""
    made = make(tmp_path / "drizzle", HISTORY)
    run(production, made)
    production.run("INSERT INTO users SELECT n FROM generate_series(1, 300) n")
    done = production.sterna("backup", made, "--output", "b.dump", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return make(tmp_path / "drizzle", MORE)


def test_a_preview_runs_on_the_rows_of_the_dump(folder: Path, production: Production) -> None:
    """What is pending runs on a copy, each statement is timed, and production does not hear of it."""
    before = production.dump(), production.tracked()
    done = production.sterna("preview", "b.dump", "--folder", folder, cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"A copy of b\.dump on PostgreSQL \S+: 2 tables, 301 rows\.\n", done.stdout)
    assert "0001_name.sql:1:29: ALTER TABLE users ALTER COLUMN name SET NOT NULL\n" in done.stdout
    assert (production.dump(), production.tracked()) == before
    value = json.loads(
        production.sterna("preview", "b.dump", "--folder", folder, "--format", "json", cwd=folder.parent).stdout
    )
    assert [one["number"] for one in value["statements"]] == [1, 2]


def test_a_preview_shows_what_the_rows_refuse(folder: Path, production: Production) -> None:
    """What would fail in production fails here."""
    (folder / "0001_name.sql").write_text("ALTER TABLE users ALTER COLUMN name SET NOT NULL;")
    done = production.sterna("preview", "b.dump", "--folder", folder, cwd=folder.parent)
    assert done.returncode == 1
    assert '23502: column "name" of relation "users" contains null values' in done.stderr


def test_an_incident_is_filled_with_what_is_known(folder: Path, production: Production) -> None:
    """Migrations with their hashes, backups, sessions with their locks; what nobody can know is asked."""
    with production.connect() as holder:
        holder.run("BEGIN; LOCK TABLE users IN SHARE MODE")
        words = ["--title", "Orders lost | <b>", "--output", "incident.md"]
        done = production.sterna("incident", folder, *words, cwd=folder.parent)
        pid = holder.pid
    assert (done.returncode, done.stderr) == (0, "")
    text = (folder.parent / "incident.md").read_text()
    assert text.startswith("# Incident: Orders lost \\| &lt;b&gt;\n")
    [row] = production.tracked()
    assert f"| `0000_users` | applied | 2026-01-01 00:00:00 UTC | `{(row[0] or '')[:16]}` |\n" in text
    assert "| `0001_name` | pending | 2026-01-02 00:00:00 UTC |  |\n" in text
    assert "| `b.dump` | " in text
    assert f"pid {pid}, sterna, sterna, idle in transaction" in text
    assert "holds ShareLock on users" in text
    assert production.url not in text
    again = production.sterna("incident", folder, *words, cwd=folder.parent)
    assert again.returncode == 2
