"""Bad input gets one clear message with its place, the rest is still reported, and nothing is left running."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.histories import make, running, sterna, within

GOOD = "CREATE TABLE users (id integer PRIMARY KEY);"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (None, "not there"),
        ({}, "empty"),
        ({"a.sql": GOOD}, "number"),
        ({"meta/_journal.json": "{"}, "_journal.json:1"),
        ({"meta/_journal.json": "[]"}, "_journal.json"),
        ({"meta/_journal.json": '{"version": "7", "dialect": "mysql", "entries": []}'}, "mysql"),
    ],
)
@pytest.mark.parametrize("command", ["review", "describe"])
def test_a_folder_that_is_no_history(tmp_path: Path, files: dict[str, str] | None, message: str, command: str) -> None:
    """Exit code 2, and a message that names the place and the next step; no server is started for it."""
    folder = tmp_path / "m"
    if files is not None:
        folder.mkdir()
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
    done = within(command, folder, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.startswith("sterna: ")
    assert 2 <= len(done.stderr.splitlines()) <= 4
    assert done.stdout == ""


def test_a_journal_without_entries(tmp_path: Path) -> None:
    """Nothing to do is said, and is no failure."""
    done = within("review", make(tmp_path / "m", {}), cwd=tmp_path)
    assert done.returncode == 0
    assert "holds no migration" in done.stderr


BROKEN: dict[str, str | bytes] = {
    "0000_users": GOOD,
    "0001_syntax": "ALTER TABLE users\n  ADD COLUMN a text;\nCREATE TABEL b (id integer);",
    "0002_bytes": b"CREATE TABLE c (name text DEFAULT '\xff');",
    "0003_endless": "CREATE TABLE d (id integer PRIMARY KEY);\nSELECT pg_sleep(300);",
    "0004_large": b"-- " + b"x" * 50_000_000 + b"\nSELECT 1;",
    "0005_quote": "SELECT 'never ends;",
    "0006_fine": "CREATE TABLE e (id integer PRIMARY KEY);",
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a history with one of each."""
    return make(tmp_path_factory.mktemp("broken"), BROKEN)


def test_each_broken_migration_is_told_and_nothing_is_proven_behind_it(broken: Path) -> None:
    """Verdicts come in the order of the journal, with file and line where there is one; the deadline is kept.

    What comes after a migration that could not be run is not proven: nobody saw the schema that it would have met.
    """
    word = f"sterna-broken-{os.getpid()}"
    place = Path("/tmp") / word  # noqa: S108 (a folder that the server's user can enter)
    place.mkdir(mode=0o755)
    try:
        done = sterna(
            *("rollback", "--all", "--format", "json", "--deadline", "2", "--folder", broken),
            cwd=broken,
            TMPDIR=str(place),
        )
        assert running(word) == []
        assert list(place.iterdir()) == []
    finally:
        place.rmdir()
    assert done.returncode == 1
    assert done.stderr == ""
    found = {one["tag"]: (one["verdict"], one["reason"]) for one in json.loads(done.stdout)["migrations"]}
    assert list(found) == list(BROKEN)
    assert found["0000_users"] == ("exact", "")
    for tag, verdict, *words in (
        ("0001_syntax", "failed", "0001_syntax.sql:3:1", 'syntax error at or near "TABEL"'),
        ("0003_endless", "not proven", "0003_endless.sql:2:1", "longer than 2 s"),
        ("0004_large", "not proven", "0004_large.sql", "MiB"),
        ("0005_quote", "not proven", "0005_quote.sql:1:8", "nothing ends"),
        ("0006_fine", "not proven", "0003_endless, which comes before it, could not be run here: see there"),
    ):
        assert found[tag][0] == verdict
        for part in words:
            assert part in found[tag][1]


def test_the_review_tells_them_too(broken: Path) -> None:
    """Each has an error with file and line, and the run ends with code 1."""
    done = within("review", broken, "--all", "--format", "json", "--deadline", "2", cwd=broken)
    assert done.returncode == 1
    errors = {
        (one["tag"], one["rule"], one["line"]) for one in json.loads(done.stdout)["findings"] if one["level"] == "error"
    }
    told = {tag for tag, _, _ in errors}
    assert {"0001_syntax", "0004_large", "0003_endless", "0005_quote"} <= told
    assert "0000_users" not in told
    assert {rule for tag, rule, _ in errors if tag == "0006_fine"} == {"rollback-not-proven"}
    assert ("0001_syntax", "migration-fails", 3) in errors


@pytest.fixture(scope="module")
def stumbling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a history whose second migration fails and whose third is missing."""
    third = {"0001_fails": f"{GOOD}\nALTER TABLE nothere ADD COLUMN x integer;", "0002_missing": "SELECT 1"}
    folder = make(tmp_path_factory.mktemp("stumbling"), {"0000_users": GOOD, **third, "0003_last": "SELECT 2;"})
    (folder / "0002_missing.sql").unlink()
    return folder


def test_a_review_of_the_newest_tells_what_fails_before_it(stumbling: Path, command: Command) -> None:
    """What was chosen is never reached, so the run is not clean although it is fine itself."""
    done = command("review", ".", "--format", "json", cwd=stumbling)
    assert done.returncode == 1
    errors = {
        (one["tag"], one["rule"], one["line"]) for one in json.loads(done.stdout)["findings"] if one["level"] == "error"
    }
    assert {("0001_fails", "migration-fails", 1), ("0002_missing", "missing-file", 0)} <= errors


def test_a_rollback_of_the_newest_tells_what_fails_before_it(stumbling: Path, command: Command) -> None:
    """The rollback of what was asked for is printed alone, and the rest is said on standard error."""
    done = command("rollback", "--format", "json", cwd=stumbling)
    assert done.returncode == 1
    assert [one["tag"] for one in json.loads(done.stdout)["migrations"]] == ["0003_last"]
    assert "0001_fails.sql:1:1: error: this earlier migration does not run" in done.stderr
    assert "0002_missing.sql: error: this earlier migration does not run" in done.stderr
