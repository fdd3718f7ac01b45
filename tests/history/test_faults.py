"""Each fault of a folder has a name, a place and a next step, and leaves the other migrations as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sterna import history
from sterna.history import Fault, History
from tests.history.folder import FIRST, MINUTE, Folder
from tests.history.spoiled import CASES, CONFLICT, duplicate_idx, duplicate_tag


@pytest.mark.parametrize(
    ("name", "spoil", "wanted"), CASES, ids=[f"{number}-{case[0]}" for number, case in enumerate(CASES)]
)
def test_fault(
    good: Folder, name: str, spoil: Callable[[Folder], object], wanted: tuple[str, int, str, bool, str]
) -> None:
    """A folder that was spoiled in one way has exactly that fault."""
    spoil(good)
    found = history.read(good.path)
    [fault] = found.faults
    file, line, tag, fatal, message = wanted
    assert fault.name == name
    assert (fault.path.name, fault.line, fault.tag, fault.fatal) == (file, line, tag, fatal)
    assert fault.message == message.format(path=good.path)
    assert fault.do.endswith(".")
    assert {migration.tag for migration in found.migrations} >= {"0000_t0", "0002_t2"}


def faults(found: History) -> list[tuple[str, str]]:
    """Return the names and tags of the faults."""
    return [(fault.name, fault.tag) for fault in found.faults]


def test_duplicate_idx(good: Folder) -> None:
    """Two entries with one idx are a fault, and the later one's name says another number."""
    duplicate_idx(good)
    assert faults(history.read(good.path)) == [("duplicate-idx", "0002_t2"), ("prefix-mismatch", "0002_t2")]


def test_duplicate_tag(good: Folder) -> None:
    """One file that is named twice is run twice on a new database."""
    duplicate_tag(good)
    found = history.read(good.path)
    assert faults(found) == [("duplicate-tag", "0001_t1"), ("prefix-mismatch", "0001_t1")]
    assert [migration.tag for migration in found.migrations] == ["0000_t0", "0001_t1", "0001_t1"]


def test_conflict_markers_in_sql(good: Folder) -> None:
    """Marks in an SQL file are a fault with their lines; the file is still read."""
    good.sql("0001_t1").write_text("SELECT 0;\n" + CONFLICT.format(a="SELECT 1;", b="SELECT 2;"), "utf-8")
    [fault] = history.read(good.path).faults
    assert (fault.name, fault.line, fault.fatal) == ("conflict-markers", 2, True)
    assert fault.message == "0001_t1.sql holds the marks of a merge conflict on lines 2, 4, 6."


def test_lines_of_equal_signs_are_no_conflict(good: Folder) -> None:
    """A ruler in a comment is not taken for a mark."""
    good.sql("0001_t1").write_text("/*\n=======\n*/ SELECT 1;", "utf-8")
    assert history.read(good.path).faults == ()


def test_too_large_file_is_not_read(good: Folder) -> None:
    """A file of 50 MB is a fault at once; the others are read."""
    with good.sql("0001_t1").open("wb") as file:
        file.truncate(50_000_000)
    found = history.read(good.path)
    [fault] = found.faults
    assert (fault.name, fault.tag, fault.fatal) == ("too-large", "0001_t1", True)
    assert fault.message == "0001_t1.sql has 47.7 MiB; more than 16.0 MiB is not read."
    assert [migration.tag for migration in found.migrations] == ["0000_t0", "0002_t2"]
    assert [migration.index for migration in found.migrations] == [0, 1]


def test_links_in_a_circle(good: Folder) -> None:
    """A link to itself is a fault of its migration."""
    good.sql("0001_t1").unlink()
    good.sql("0001_t1").symlink_to(good.sql("0001_t1"))
    [fault] = history.read(good.path).faults
    assert (fault.name, fault.fatal) == ("unreadable-file", True)


def test_limit_can_be_raised(good: Folder) -> None:
    """The limit is the caller's."""
    good.sql("0001_t1").write_text("-- " + "x" * 2000, "utf-8")
    [fault] = history.read(good.path, limit=2002).faults
    assert fault.message == "0001_t1.sql has 2003 bytes; more than 2002 bytes is not read."
    assert history.read(good.path, limit=2003).faults == ()


def test_future_is_measured_only_against_a_given_now(good: Folder) -> None:
    """Without `now` the result does not depend on the day it is read."""
    good.entry(2, when=FIRST * 5)
    assert history.read(good.path).faults == ()
    [fault] = history.read(good.path, now=FIRST + 10 * MINUTE).faults
    assert (fault.name, fault.tag, fault.line) == ("when-in-the-future", "0002_t2", 19)


def test_hand_typed_when_hides_all_that_follow(good: Folder) -> None:
    """Each entry is compared with the latest before it, not only with its neighbour."""
    good.entry(0, when=FIRST * 2)
    assert faults(history.read(good.path)) == [("when-not-increasing", "0001_t1"), ("when-not-increasing", "0002_t2")]


@pytest.mark.parametrize("when", ["1700000120000", None, 1.5, True, -1, 2**60])
def test_when_that_is_no_time(good: Folder, when: object) -> None:
    """A migration without a usable `when` is there and cannot be run."""
    good.entry(2, when=when)
    found = history.read(good.path)
    assert (found.faults[0].name, found.faults[0].fatal, found.faults[0].line) == ("wrong-journal-entry", True, 19)
    assert found.faults[0].message == f"The `when` of 0002_t2 is {when!r}, not a whole number of milliseconds."
    assert len(found.migrations) == 3


@pytest.mark.parametrize("tag", ["../secret", "a/b", "..", "a\\b", "c:x", "a\x00b", "a\nb"])
def test_tag_that_leads_elsewhere(good: Folder, tag: str) -> None:
    """The text of a pull request cannot make us read another file."""
    (good.path.parent / "secret.sql").write_text("SELECT 'secret';", "utf-8")
    good.entry(2, tag=tag)
    found = history.read(good.path)
    [fault] = [fault for fault in found.faults if fault.fatal]
    assert (fault.name, fault.line) == ("unsafe-tag", 19)
    assert [migration.tag for migration in found.migrations] == ["0000_t0", "0001_t1"]


@pytest.mark.parametrize("item", [1, None, "0001_t1", [], {}, {"tag": 5}, {"tag": ""}])
def test_entry_that_is_none(good: Folder, item: object) -> None:
    """An entry without a tag is a fatal fault with its line, and the others are read."""
    good.change(lambda journal: journal["entries"].insert(1, item))
    found = history.read(good.path)
    assert (found.faults[0].name, found.faults[0].line, found.faults[0].fatal) == ("wrong-journal-entry", 12, True)
    assert len(found.migrations) == 3


def test_prefix_none(good: Folder) -> None:
    """A snapshot without a number is one that drizzle-kit does not see."""
    good.sql("0002_t2").rename(good.sql("_t2"))
    good.snapshot(2).rename(good.path / "meta" / "_snapshot.json")
    good.entry(2, tag="_t2")
    assert faults(history.read(good.path)) == [("no-snapshot-prefix", "")]


def test_breakpoint_in_a_string_names_the_chunk(good: Folder) -> None:
    """Drizzle cuts inside strings too; the first half is the one that fails."""
    good.sql("0001_t1").write_text("SELECT '--> statement-breakpoint';", "utf-8")
    found = history.read(good.path)
    [fault] = found.faults
    assert (fault.name, fault.line) == ("unreadable-sql", 1)
    assert "chunk 1" in fault.do
    assert found.migrations[1].chunks == ("SELECT '", "';")


def test_commented_out_history_has_no_statements(good: Folder) -> None:
    """What drizzle-kit 0.31 pulls is one comment, and none of its statements is one."""
    good.sql("0000_t0").write_text("/*\nSELECT 1;--> statement-breakpoint\nSELECT 2;\n*/", "utf-8")
    migration = history.read(good.path).migrations[0]
    assert migration.statements == ()
    assert migration.chunks == ("/*\nSELECT 1;", "\nSELECT 2;\n*/")


def test_missing_snapshot_hides_no_other_fault(good: Folder) -> None:
    """After a gap the chain is not judged, because nothing is known of its parent."""
    good.snapshot(0).unlink()
    assert faults(history.read(good.path)) == [("missing-snapshot", "0000_t0")]


def test_faults_say_what_to_do(good: Folder) -> None:
    """A fault is a whole value: two equal folders have equal faults."""
    good.sql("0001_t1").unlink()
    (fault,) = history.read(good.path).faults
    assert fault == Fault(
        "missing-file",
        "The journal names 0001_t1, but 0001_t1.sql is not there. Drizzle stops at this, applied or not.",
        good.path / "0001_t1.sql",
        tag="0001_t1",
        do="Bring 0001_t1.sql back from git, or take the entry away if it was never applied anywhere.",
        fatal=True,
    )


def test_lines_are_zero_where_they_cannot_be_told(good: Folder) -> None:
    """Of two lists called entries the last one counts, and no line is invented for it."""
    good.entry(2, when=0)
    text = good.journal.read_text("utf-8").replace('"version": "7",', '"entries": [1], "version": "7",', 1)
    good.journal.write_text(text, "utf-8")
    [fault] = history.read(good.path).faults
    assert (fault.name, fault.line) == ("when-not-increasing", 0)


def test_folder_may_be_reached_by_a_link(good: Folder, tmp_path: Path) -> None:
    """Only links that lead out of the folder are refused, not one that leads to it."""
    link = tmp_path / "link"
    link.symlink_to(good.path)
    assert history.read(link).faults == ()
