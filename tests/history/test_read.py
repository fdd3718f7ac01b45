"""A journal folder becomes a History: order, bytes, statements and places."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna import history
from sterna.history import source
from sterna.sql.split import BREAKPOINT
from tests.history.folder import FIRST, MINUTE, Folder


def test_generated_history_is_read_whole(generated: Path) -> None:
    """What drizzle-kit 0.31 wrote has 64 migrations, 175 statements and no fault."""
    found = history.read(generated)
    assert found.faults == ()
    assert (found.folder, found.layout) == (generated, "journal")
    assert [migration.index for migration in found.migrations] == list(range(64))
    assert [migration.idx for migration in found.migrations] == list(range(64))
    assert sum(len(migration.statements) for migration in found.migrations) == 175
    first = found.migrations[0]
    assert (first.tag, first.when, first.path) == ("0000_init", FIRST, generated / "0000_init.sql")


def test_hash_is_that_of_the_bytes(generated: Path) -> None:
    """For valid UTF-8, Drizzle's hash is the sha256 of the file."""
    for migration in history.read(generated).migrations:
        assert migration.hash == hashlib.sha256(migration.path.read_bytes()).hexdigest()


def test_hash_of_what_is_not_utf8(good: Folder) -> None:
    """Bytes that JavaScript cannot decode become U+FFFD before the hash is taken."""
    good.sql("0002_t2").write_bytes(b"SELECT '\xff\xc3';\n")
    found = history.read(good.path)
    assert found.migrations[2].hash == hashlib.sha256("SELECT '\ufffd\ufffd';\n".encode()).hexdigest()
    assert [fault.name for fault in found.faults] == ["not-utf-8"]


def test_chunks_and_places(good: Folder) -> None:
    """Chunks are cut at each breakpoint as they stand; statements know chunk, number, line and column in the file."""
    first, second, third = "CREATE TABLE a (b int);", "\nSELECT 1; SELECT 2;\n", "\n\n-- x\n  SELECT 3"
    good.sql("0001_t1").write_text(BREAKPOINT.join([first, second, third]), "utf-8")
    migration = history.read(good.path).migrations[1]
    assert migration.chunks == (first, second, third)
    assert [
        (statement.text, statement.chunk, statement.number, statement.line, statement.column)
        for statement in migration.statements
    ] == [
        ("CREATE TABLE a (b int)", 1, 1, 1, 1),
        ("SELECT 1", 2, 2, 2, 1),
        ("SELECT 2", 2, 3, 2, 11),
        ("SELECT 3", 3, 4, 6, 3),
    ]
    assert migration.statements[3].comments == ("-- x",)


def test_statement_on_the_line_of_a_breakpoint(good: Folder) -> None:
    """After a breakpoint in the middle of a line, columns go on counting."""
    good.sql("0001_t1").write_text("SELECT 1;--> statement-breakpoint SELECT 2", "utf-8")
    second = history.read(good.path).migrations[1].statements[1]
    assert (second.line, second.column) == (1, 35)


@given(
    st.lists(st.sampled_from(["SELECT 1", "SELECT ';'", "\n", "\n\n", ";", "-- a\n", "/* b\n */", BREAKPOINT, " "])),
    st.sampled_from(["\n", "\r\n"]),
)
def test_places_point_into_the_file(pieces: list[str], end: str) -> None:
    """Whatever parts a file and ends its lines, each statement stands where it is said to stand."""
    text = "".join(pieces).replace("\n", end)
    found, _ = source.parse(text.encode(), Path("0000_it.sql"), "0000_it")
    lines = text.split("\n")
    for number, statement in enumerate(found.statements, 1):
        assert statement.number == number
        assert lines[statement.line - 1][statement.column - 1 :].startswith("SELECT")
        assert statement.text in found.chunks[statement.chunk - 1]


@pytest.mark.parametrize(("version", "dialect"), [("5", "pg"), ("6", "postgresql"), ("7", "postgresql")])
def test_all_journal_versions(good: Folder, version: str, dialect: str) -> None:
    """Journals of every drizzle-kit 0.x are read."""
    good.change(lambda journal: journal.update(version=version, dialect=dialect))
    found = history.read(good.path)
    assert len(found.migrations) == 3
    assert found.faults == ()


@pytest.mark.parametrize("prefix", ["20260101120000", "1767268800"])
def test_prefixes_of_time(good: Folder, prefix: str) -> None:
    """Tags that begin with a time have snapshots named by it, and their number is not the idx."""
    good.sql("0002_t2").rename(good.sql(f"{prefix}_t2"))
    good.snapshot(2).rename(good.path / "meta" / f"{prefix}_snapshot.json")
    good.entry(2, tag=f"{prefix}_t2")
    found = history.read(good.path)
    assert found.faults == ()
    assert found.migrations[2].tag == f"{prefix}_t2"


def test_other_files_are_no_migrations(good: Folder) -> None:
    """Down files in `rollback/` and whatever else lies about are left alone."""
    (good.path / "rollback").mkdir()
    (good.path / "rollback" / "0001_t1.sql").write_text("DROP TABLE t1;", "utf-8")
    (good.path / "README.md").write_text("# Migrations", "utf-8")
    assert history.read(good.path).faults == ()


def test_journal_order_is_the_order(good: Folder) -> None:
    """Drizzle runs the entries as they stand, not by name or `when`."""
    good.change(lambda journal: journal["entries"].reverse())
    found = history.read(good.path)
    assert [migration.tag for migration in found.migrations] == ["0002_t2", "0001_t1", "0000_t0"]
    assert [migration.when for migration in found.migrations] == [FIRST + 2 * MINUTE, FIRST + MINUTE, FIRST]


def test_empty_journal(tmp_path: Path) -> None:
    """A journal without entries is a history without migrations."""
    folder = Folder.make(tmp_path / "drizzle", 0)
    assert history.read(folder.path).migrations == ()


def test_same_folder_same_history(generated: Path) -> None:
    """Reading twice gives equal values."""
    assert history.read(generated) == history.read(generated)
