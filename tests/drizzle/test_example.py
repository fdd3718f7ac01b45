"""The example in migrations/ is what its README says, and runs: no Node is needed for this."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from tests.drizzle.example import EXPECTED, ROWS, ROWS_AFTER, Entry, entries
from tests.drizzle.generate import HERE, MIGRATIONS, read_steps


def apply(connection: Connection, *migrations: Entry) -> None:
    """Send the chunks of the migrations, one after another."""
    for migration in migrations:
        for chunk in migration.chunks:
            connection.run(chunk)


def test_files_steps_journal_and_readme_name_the_same_migrations() -> None:
    """The journal, the SQL files, the snapshots, the steps and the README's table agree, in order."""
    tags = [entry.tag for entry in entries()]
    assert [step.tag for step in read_steps()] == tags
    assert [path.stem for path in sorted(MIGRATIONS.glob("*.sql"))] == tags
    assert [path.name[:4] for path in sorted(MIGRATIONS.glob("meta/*_snapshot.json"))] == [tag[:4] for tag in tags]
    assert re.findall(r"^\| `(\w+)` \|", (MIGRATIONS / "README.md").read_text(), re.MULTILINE) == tags


def test_time_goes_forward() -> None:
    """Each `when` is the step's own and at least a minute after the one before: Drizzle skips what is older."""
    times = [entry.when for entry in entries()]
    assert times == [step.milliseconds for step in read_steps()]
    assert all(later - earlier >= 60_000 for earlier, later in pairwise(times))
    assert datetime.fromtimestamp(times[-1] / 1000, UTC) < datetime(2026, 11, 1, tzinfo=UTC)


def test_snapshots_form_a_chain() -> None:
    """Each snapshot names the one before it."""
    snapshots = [json.loads(path.read_bytes()) for path in sorted(MIGRATIONS.glob("meta/*_snapshot.json"))]
    ids = [snapshot["id"] for snapshot in snapshots]
    assert len(set(ids)) == len(ids)
    assert [snapshot["prevId"] for snapshot in snapshots[1:]] == ids[:-1]


def test_the_guides_own_example_is_there() -> None:
    """0003 says what the guide shows, in the form that drizzle-kit 0.31 gives it."""
    [migration] = [entry for entry in entries() if entry.tag == "0003_add_user_preferences"]
    assert [chunk.strip() for chunk in migration.chunks] == [
        """ALTER TABLE "users" ADD COLUMN "preferences" jsonb DEFAULT '{}'::jsonb;""",
        'CREATE INDEX "user_preferences_idx" ON "users" USING btree ("preferences");',
    ]


def test_one_transaction_and_one_by_one_make_the_same_schema(
    either_server: Server, database: str, other_database: str
) -> None:
    """The history runs whole in one transaction, as Drizzle runs it on an empty database, and in one for each."""
    with either_server.connect(database) as connection:
        connection.run("BEGIN")
        apply(connection, *entries())
        connection.run("COMMIT")
    with either_server.connect(other_database) as connection:
        for migration in entries():
            connection.run("BEGIN")
            apply(connection, migration)
            connection.run("COMMIT")
    schema = either_server.dump(database)
    assert "CREATE TABLE public.audit_logs" in schema
    assert either_server.dump(other_database) == schema


def test_rows_survive(either_server: Server, database: str) -> None:
    """On tables that hold rows the rest of the history runs in one transaction, and the rows are as they should be."""
    first, second, *rest = entries()
    with either_server.connect(database) as connection:
        apply(connection, first, second)
        connection.run(ROWS)
        connection.run("BEGIN")
        apply(connection, *rest)
        connection.run("COMMIT")
        assert sorted(str(row) for (row,) in connection.rows(ROWS_AFTER)) == EXPECTED


def test_the_lock_file_names_no_registry() -> None:
    """Packages are named by version and hash: whoever installs them chooses where from."""
    package: dict[str, dict[str, str]] = json.loads((HERE / "package.json").read_text())
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert not [name for name, entry in lock.items() if "resolved" in entry]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in package["dependencies"]} == package[
        "dependencies"
    ]


@pytest.mark.parametrize("files", [[], ["0000_a.patch", "0000_a.sql"]])
def test_a_step_needs_exactly_one_file(tmp_path: Path, files: list[str]) -> None:
    """A step without a patch or SQL is refused, and so is one with both."""
    (tmp_path / "sequence.toml").write_text('[[step]]\ntag = "0000_a"\nwhen = 2026-01-01T00:00:00Z\n')
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(ValueError, match=r"0000_a: expected one \.patch or one \.sql"):
        read_steps(tmp_path)
