"""A folder of Drizzle 1.0 is read as Drizzle reads it, and each of its faults has a name, a place and a next step."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sterna import history
from sterna.history import layout, names
from sterna.history.model import Entry
from sterna.problem import Problem
from tests.history.folder import Folder
from tests.history.folders import FIRST, MINUTE, ORIGIN, Folders

T0, T1, T2 = "20231114221320_t0", "20231114221420_t1", "20231114221520_t2"


@pytest.fixture
def good(tmp_path: Path) -> Folders:
    """Return three migrations without a fault."""
    return Folders.make(tmp_path / "drizzle", 3)


def test_what_drizzle_kit_wrote(generated_1_0: Path) -> None:
    """All that drizzle-kit 1.0 wrote is there, in its order, without any fault."""
    found = history.read(generated_1_0)
    assert (found.named, found.faults, len(found.migrations)) == (True, (), 65)
    assert [one.tag for one in found.migrations] == sorted(path.name for path in generated_1_0.iterdir())
    first = found.migrations[0]
    assert (first.tag, first.index, first.when, first.named) == ("20231114221320_init", 0, 1_700_000_000_000, True)
    assert first.file == "20231114221320_init/migration.sql"
    assert first.folder == generated_1_0
    assert first.hash == hashlib.sha256((generated_1_0 / first.file).read_bytes()).hexdigest()
    assert found.entries == tuple(Entry(one.index, one.when, one.tag, 0) for one in found.migrations)


def test_statements_have_their_places(good: Folders) -> None:
    """A statement is in the file that holds it."""
    good.sql(T1).write_text("SELECT 1;--> statement-breakpoint\nSELECT 2;", "utf-8")
    statement = history.read(good.path).migrations[1].statements[1]
    assert statement.place == f"{good.sql(T1)}:2:1"


def test_other_folders_are_left_out(good: Folders) -> None:
    """Drizzle looks for `migration.sql` in each folder, so the folder of the rollbacks is none of its business."""
    (good.path / "rollback").mkdir()
    (good.path / "rollback" / f"{T0}.sql").write_text("DROP TABLE t0;", "utf-8")
    (good.path / "README.md").write_text("What this is", "utf-8")
    found = history.read(good.path)
    assert (len(found.migrations), found.faults) == (3, ())


def test_invalid_bytes_are_hashed_as_node_hashes_them(good: Folders) -> None:
    """The hash is that of the text that JavaScript decodes."""
    good.sql(T1).write_bytes(b"SELECT '\xff';")
    migration = history.read(good.path).migrations[1]
    assert migration.hash == hashlib.sha256("SELECT '\ufffd';".encode()).hexdigest()


# As `Array.prototype.sort` with `localeCompare` puts them in Node 20, the first time the same for all.
SORTED = [
    f"20250101000000{rest}"
    for rest in ("_a", "_A b", "_a_b", "_a-b", "_a.b", "_a1", "_a10", "_a2", "_ab", "_b", "_B", "_e", "_é", "_f", "-x")
]


def test_order_is_that_of_node() -> None:
    """`localeCompare` sorts small letters before large ones, and marks in an order of its own; bytes sort otherwise."""
    assert sorted(SORTED, key=names.order) == SORTED != sorted(SORTED)
    marks = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aAbBzZ"
    assert "".join(sorted(marks, key=names.order)) == marks != "".join(sorted(marks))


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("19700101000000_a", 0),
        ("20231114221320_init", FIRST),
        ("20231114221320", FIRST),
        ("20231301000000_a", 1_704_067_200_000),
        ("20230001000000_a", 1_669_852_800_000),
        ("20230230246199_a", 1_677_805_359_000),
        ("00500101000000_a", -631_152_000_000),
        ("0001_init", None),
        ("init", None),
        ("2023111422132_a", None),
    ],
)
def test_time_is_that_of_javascript(name: str, when: int | None) -> None:
    """The time is read as `Date.UTC` reads it, which goes on counting where the calendar does not."""
    assert names.when(name) == when


@pytest.mark.parametrize(
    ("tag", "when", "name"),
    [
        ("0003_add_user_preferences", FIRST + 999, "20231114221320_add_user_preferences"),
        ("20231114221320_init", FIRST, "20231114221320_init"),
        ("alone", FIRST, "20231114221320_"),
    ],
)
def test_name_after_an_upgrade(tag: str, when: int, name: str) -> None:
    """`drizzle-kit up` takes the second of `when` and what follows the first `_`."""
    assert names.upgraded(tag, when) == name


def lost_snapshot(folders: Folders) -> None:
    """Lose a snapshot in the middle."""
    folders.snapshot(T1).unlink()


def stray(folders: Folders) -> None:
    """Follow a snapshot that is not there."""
    folders.snapshot(T2).write_text('{"id": "id-2", "prevIds": ["id-1", "id-9"]}', "utf-8")


def second_root(folders: Folders) -> None:
    """Follow nothing a second time."""
    folders.snapshot(T1).write_text(json.dumps({"id": "id-1", "prevIds": [ORIGIN]}), "utf-8")
    folders.snapshot(T2).write_text('{"id": "id-2", "prevIds": ["id-0", "id-1"]}', "utf-8")


def backwards(folders: Folders) -> None:
    """Follow a snapshot that runs later."""
    folders.rename(T1, "20231114221620_t1")


def parted(folders: Folders) -> None:
    """Let two snapshots follow one, and none follow both."""
    folders.snapshot(T2).write_text('{"id": "id-2", "prevIds": ["id-0"]}', "utf-8")


def outside(folders: Folders) -> None:
    """Let a folder be a link to one that is elsewhere."""
    other = folders.path.parent / "other"
    folders.path.joinpath(T1).rename(other)
    folders.path.joinpath(T1).symlink_to(other)


# The fault's name, what spoils the folder, and the fault: file, tag, fatal, the beginning of the message.
CASES: list[tuple[str, Callable[[Folders], object], tuple[str, str, bool, str]]] = [
    (
        "bad-folder-name",
        lambda folders: folders.rename(T2, "t2"),
        ("t2", "t2", True, "The name of t2 begins with no time, so Drizzle has no number for its row and stops"),
    ),
    (
        "bad-folder-name",
        lambda folders: folders.rename(T2, "20231314221520_t2"),
        (
            "20231314221520_t2",
            "20231314221520_t2",
            False,
            "The name of 20231314221520_t2 begins with a time that",
        ),
    ),
    (
        "missing-file",
        lambda folders: folders.sql(T2).unlink(),
        ("migration.sql", T2, False, f"{T2} has a snapshot and no migration.sql. Drizzle 1.0 leaves the folder out"),
    ),
    ("missing-snapshot", lost_snapshot, ("snapshot.json", T1, False, f"{T1} has no snapshot.json, so drizzle-kit")),
    ("broken-prev-id", stray, ("snapshot.json", T2, False, f"The snapshot of {T2} follows id-9, and no folder holds")),
    ("broken-prev-id", second_root, ("snapshot.json", T1, False, f"The snapshots of {T0} and {T1} both follow none")),
    (
        "broken-prev-id",
        backwards,
        ("snapshot.json", T2, False, f"The snapshot of {T2} follows that of 20231114221620_t1, which runs after it."),
    ),
    ("open-branches", parted, ("snapshot.json", T2, False, f"Nothing follows the snapshot of {T1}, nor that of {T2}:")),
    (
        "unreadable-snapshot",
        lambda folders: folders.snapshot(T2).write_text("{", "utf-8"),
        ("snapshot.json", T2, False, f"{T2}/snapshot.json is not a snapshot: Input data was truncated."),
    ),
    (
        "conflict-markers",
        lambda folders: folders.snapshot(T2).write_text("<<<<<<< a\n{\n=======\n}\n>>>>>>> b\n", "utf-8"),
        ("snapshot.json", T2, False, f"{T2}/snapshot.json holds the marks of a merge conflict on lines 1, 3, 5."),
    ),
    (
        "same-second",
        lambda folders: folders.rename(T2, "20231114221420_t2"),
        ("20231114221420_t2", "20231114221420_t2", False, f"{T1} and 20231114221420_t2 have the same time, so"),
    ),
    (
        "orphan-sql",
        lambda folders: (folders.path / "0003_lost.sql").write_text("SELECT 1", "utf-8"),
        ("0003_lost.sql", "", False, "0003_lost.sql has no folder to itself, so Drizzle 1.0 never runs it."),
    ),
    (
        "unsafe-tag",
        lambda folders: folders.rename(T2, "20231114221520_a\nb"),
        (
            "20231114221520_a\nb",
            "20231114221520_a\nb",
            True,
            "The folder '20231114221520_a\\nb' has a name",
        ),
    ),
    ("outside-folder", outside, ("migration.sql", T1, True, f"{T1}/migration.sql leads out of the migrations folder")),
    (
        "bom",
        lambda folders: folders.sql(T1).write_text("\ufeffSELECT 1;", "utf-8"),
        ("migration.sql", T1, True, f"{T1}/migration.sql begins with a byte order mark"),
    ),
    (
        "commented-out",
        lambda folders: folders.sql(T1).write_text("/*\nA;\n--> statement-breakpoint\nB;\n*/", "utf-8"),
        ("migration.sql", T1, True, f"All of {T1}/migration.sql is one comment with breakpoints inside."),
    ),
]


@pytest.mark.parametrize(
    ("name", "spoil", "wanted"), CASES, ids=[f"{number}-{case[0]}" for number, case in enumerate(CASES)]
)
def test_fault(
    good: Folders, name: str, spoil: Callable[[Folders], object], wanted: tuple[str, str, bool, str]
) -> None:
    """A folder that was spoiled in one way has that fault, and the first migration is there all the same."""
    spoil(good)
    found = history.read(good.path)
    fault = next(fault for fault in found.faults if fault.name == name)
    file, tag, fatal, message = wanted
    assert (fault.path.name, fault.tag, fault.fatal) == (file, tag, fatal)
    assert fault.message.startswith(message)
    assert fault.do.endswith(".")
    assert found.migrations[0].tag == T0
    assert {fault.name for fault in found.faults} - {name} <= {"outside-folder"}


def test_branches_that_met_again(good: Folders) -> None:
    """Two snapshots may follow one, when a later one follows both."""
    parted(good)
    good.add("20231114221620_both", "id-3", "id-1", "id-2")
    assert history.read(good.path).faults == ()


def test_first_releases_of_1_0(good: Folders) -> None:
    """A snapshot with one `prevId` and no `prevIds` is read as well."""
    good.snapshot(T1).write_text('{"id": "id-1", "prevId": "id-0"}', "utf-8")
    assert history.read(good.path).faults == ()


def test_future_is_measured_only_against_a_given_now(good: Folders) -> None:
    """Without `now` the result does not depend on the day it is read."""
    assert history.read(good.path, now=FIRST + 3 * MINUTE).faults == ()
    [fault] = history.read(good.path, now=FIRST + MINUTE).faults
    assert (fault.name, fault.tag) == ("when-in-the-future", T2)


def test_unreadable_sql_leaves_its_entry(good: Folders) -> None:
    """What Drizzle would run is told even where its SQL cannot be had."""
    good.sql(T1).unlink()
    os.mkfifo(good.sql(T1))
    found = history.read(good.path)
    assert [entry.tag for entry in found.entries] == [T0, T1, T2]
    assert [(one.tag, one.index) for one in found.migrations] == [(T0, 0), (T2, 1)]
    assert [(fault.name, fault.fatal) for fault in found.faults] == [("unreadable-file", True)]


def test_journal_and_folders(tmp_path: Path) -> None:
    """Where both are, the journal is read, as 0.x does, and the folders are told."""
    folder = Folder.make(tmp_path / "drizzle", 2)
    Folders(folder.path).add(T2, "id-2")
    found = history.read(folder.path)
    assert (found.named, [one.tag for one in found.migrations]) == (False, ["0000_t0", "0001_t1"])
    [fault] = found.faults
    assert (fault.name, fault.path.name) == ("mixed-layouts", T2)
    assert fault.message.startswith(f"A journal and folders of Drizzle 1.0 stand side by side: {T2}/. Drizzle 0.x")


def test_migrations_of_prisma(good: Folders) -> None:
    """Prisma has folders of the same shape; they are not taken for Drizzle's."""
    for name in (T0, T1, T2):
        good.snapshot(name).unlink()
    (good.path / "migration_lock.toml").write_text('provider = "postgresql"', "utf-8")
    with pytest.raises(Problem, match="migrations of Prisma") as caught:
        history.read(good.path)
    assert caught.value.where == str(good.path / "migration_lock.toml")
    assert not layout.holds(good.path)


def test_one_migration_is_no_folder_of_migrations(good: Folders) -> None:
    """The folder of one migration is answered with the folder to name."""
    with pytest.raises(Problem, match="This is one migration") as caught:
        history.read(good.path / T1)
    assert caught.value.do == f"Name the folder: `{good.path}`."


def test_folder_above(good: Folders) -> None:
    """A folder above the migrations is answered with theirs."""
    with pytest.raises(Problem, match="holds no migrations") as caught:
        history.read(good.path.parent)
    assert caught.value.do == f"Name `{good.path}`, which holds them."
