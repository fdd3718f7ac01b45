"""Which row belongs to which migration, and what Drizzle will do: told without a database."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sterna import history
from sterna.history.model import Entry, History, Layout, Migration
from sterna.runbook.position import Place, Position, State, locate, newest
from sterna.runbook.tracking import Row
from tests.history.folder import FIRST, MINUTE, Folder


def row(number: int, migration: Migration, **values: object) -> Row:
    """Return the row that Drizzle writes for a migration, with some values changed."""
    return Row(**({"id": number, "hash": migration.hash, "created_at": migration.when} | values))  # type: ignore[arg-type]


@pytest.fixture
def four(tmp_path: Path) -> History:
    """Make a history of four migrations."""
    Folder.make(tmp_path, 4)
    return history.read(tmp_path)


def located(found: History, *rows: Row) -> Position:
    """Locate the rows."""
    return locate(found, rows)


def states(position: Position) -> list[str]:
    """Return the state of each entry."""
    return [str(place.state) for place in position.places]


def test_an_empty_table_has_everything_pending(four: History) -> None:
    """Nothing is applied and nothing is wrong."""
    position = located(four)
    assert states(position) == ["pending"] * 4
    assert not position.wrong


def test_rows_are_found_by_hash_and_time(four: History) -> None:
    """What Drizzle wrote is applied, the rest is pending."""
    one, two, *_ = four.migrations
    position = located(four, row(1, one), row(2, two))
    assert states(position) == ["applied", "applied", "pending", "pending"]
    assert [place.row.id for place in position.applied if place.row] == [1, 2]
    assert not position.wrong


def test_what_drizzle_skips_is_named_with_its_reason(four: History) -> None:
    """An entry that is not later than the newest row never runs, and the row's migration is named."""
    one, _, three, _ = four.migrations
    position = located(four, row(1, one), row(2, three))
    assert states(position) == ["applied", "skipped", "applied", "pending"]
    (why,) = position.places[1].why
    assert why == (
        f"its `when` ({FIRST + MINUTE}) is not after that of the newest row ({FIRST + 2 * MINUTE}, 0002_t2), "
        "so Drizzle skips it in silence"
    )


def test_an_edited_file_is_told_by_its_hash(four: History) -> None:
    """A row with the entry's time and another hash is its row, and the file was edited."""
    one = four.migrations[0]
    place = located(four, row(1, one, hash="ab" * 32)).places[0]
    assert (place.state, place.edited) == (State.APPLIED, True)
    assert place.why == (
        f"the file was edited after it was applied: its hash is {one.hash[:12]}, its row says abababababab",
    )


def test_other_line_ends_are_no_edit_of_the_sql(tmp_path: Path) -> None:
    """A file that was checked out with CRLF has another hash; the row still says which one it was."""
    Folder.make(tmp_path, 1).sql("0000_t0").write_bytes(b"CREATE TABLE a ();\r\nCREATE TABLE b ();\r\n")
    found = history.read(tmp_path)
    digest = sha256(b"CREATE TABLE a ();\nCREATE TABLE b ();\n").hexdigest()
    (why,) = located(found, row(1, found.migrations[0], hash=digest)).places[0].why
    assert why.startswith("its line ends are others")


def test_a_row_with_the_time_of_now_hides_and_is_found_by_its_hash(four: History) -> None:
    """What a person wrote with NOW() belongs to its migration, and hides every older one that is pending."""
    two = four.migrations[1]
    position = located(four, row(1, two, created_at=FIRST + 60 * MINUTE))
    assert states(position) == ["skipped", "applied", "skipped", "skipped"]
    assert position.places[1].why[0].startswith(f"its row has created_at {FIRST + 60 * MINUTE}, and the journal says")


def test_a_row_without_a_time_makes_drizzle_run_everything_again(four: History) -> None:
    """An empty created_at sorts first and counts as 0."""
    one, two, *_ = four.migrations
    position = located(four, row(1, one), row(2, two, created_at=None))
    assert states(position) == ["again", "again", "pending", "pending"]
    assert position.newest is not None
    assert position.newest.id == 2


def test_rows_of_drizzle_1_0_are_found_by_their_hash(four: History) -> None:
    """Drizzle 1.0 writes whole seconds; two files with the same text go by time."""
    rows = [
        row(number, one, created_at=one.when // 1000 * 1000, name="x") for number, one in enumerate(four.migrations)
    ]
    position = located(four, *rows)
    assert states(position) == ["applied"] * 4
    assert position.unknown == ()


def test_two_files_with_the_same_text_are_told_apart_by_time(tmp_path: Path) -> None:
    """The row of the second belongs to the second."""
    folder = Folder.make(tmp_path, 0)
    for number in range(2):
        folder.add(number, sql="-- Custom SQL migration file, put your code below! --")
    found = history.read(tmp_path)
    position = located(found, row(1, found.migrations[1]))
    assert states(position) == ["skipped", "applied"]


def test_rows_of_nobody_are_unknown(four: History) -> None:
    """A row that no entry has is left over, and the newest row is said to be nobody's."""
    one = four.migrations[0]
    stranger = Row(9, "cd" * 32, FIRST + 1000 * MINUTE)
    position = located(four, row(1, one), stranger)
    assert position.unknown == (stranger,)
    assert "which no migration here has" in position.places[1].why[0]


def test_an_entry_without_a_file_keeps_its_row(tmp_path: Path) -> None:
    """A file that is gone is told, applied or not, and its row is not unknown."""
    folder = Folder.make(tmp_path, 3)
    whole = history.read(tmp_path)
    folder.sql("0001_t1").unlink()
    found = history.read(tmp_path)
    position = located(found, *(row(number, one) for number, one in enumerate(whole.migrations[:2])))
    gone = position.places[1]
    assert (gone.state, gone.migration, gone.wrong) == (State.APPLIED, None, True)
    assert gone.fault is not None
    assert gone.fault.name == "missing-file"
    assert position.unknown == ()


def drizzle(journal: tuple[Entry, ...], rows: list[Row]) -> list[str]:
    """Return the tags that drizzle-orm 0.45 runs, written after its `dialect.migrate`."""
    ordered = sorted(rows, key=lambda one: (one.created_at is None, one.created_at or 0), reverse=True)
    last = ordered[0] if ordered else None
    return [entry.tag for entry in journal if last is None or (last.created_at or 0) < entry.when]


ROWS = some.lists(
    some.builds(
        Row,
        some.integers(1, 9),
        some.sampled_from(["aa", "bb", "cc", "dd"]),
        some.one_of(some.none(), some.integers(0, 6)),
    ),
    max_size=6,
)
ENTRIES = some.lists(some.tuples(some.integers(0, 6), some.sampled_from(["aa", "bb", "cc"])), max_size=6)


@given(ROWS, ENTRIES)
def test_pending_is_what_drizzle_runs_and_no_row_is_lost(rows: list[Row], made: list[tuple[int, str]]) -> None:
    """For any journal and any rows: Drizzle runs what is pending or again; each row belongs to one entry or to none."""
    journal = tuple(Entry(number, when, f"{number:04}_t", 0) for number, (when, _) in enumerate(made))
    migrations = tuple(
        Migration(f"{number:04}_t", Path("x.sql"), number, number, when, digest, (), ())
        for number, (when, digest) in enumerate(made)
    )
    position = locate(History(Path(), Layout.JOURNAL, migrations, (), journal), rows)
    assert [place.tag for place in position.of(State.PENDING, State.AGAIN)] == drizzle(journal, rows)
    paired = [place.row for place in position.places if place.row is not None]
    assert sorted(map(id, [*paired, *position.unknown])) == sorted(map(id, rows))
    assert all(_belongs(place) for place in position.places)
    assert (newest(rows) is None) == (not rows)


def _belongs(place: Place) -> bool:
    return (
        place.row is None
        or place.row.created_at == place.when
        or (place.migration is not None and place.row.hash == place.migration.hash)
    )
