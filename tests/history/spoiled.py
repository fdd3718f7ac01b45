"""Folders that were spoiled in one way, and the one fault that each has."""

from __future__ import annotations

import os
from collections.abc import Callable

from tests.history.folder import FIRST, MINUTE, Folder

CONFLICT = "<<<<<<< HEAD\n{a}\n=======\n{b}\n>>>>>>> other\n"


def duplicate_idx(folder: Folder) -> None:
    """Give two entries one idx."""
    folder.entry(2, idx=1)


def duplicate_tag(folder: Folder) -> None:
    """Name one file twice."""
    folder.entry(2, tag="0001_t1")
    folder.sql("0002_t2").unlink()
    folder.snapshot(2).unlink()


def idx_gap(folder: Folder) -> None:
    """Lose the entry in the middle."""
    folder.change(lambda journal: journal["entries"].pop(1))
    folder.sql("0001_t1").unlink()
    folder.snapshot(1).unlink()
    folder.snapshot(2).write_text('{"id": "id-2", "prevId": "id-0"}', "utf-8")


def outside(folder: Folder) -> None:
    """Let a file be a link to one that is not in the folder."""
    secret = folder.path.parent / "secret.txt"
    secret.write_text("SELECT 'secret';", "utf-8")
    folder.sql("0001_t1").unlink()
    folder.sql("0001_t1").symlink_to(secret)


def pipe(folder: Folder) -> None:
    """Let a file be a named pipe that nobody writes to."""
    folder.sql("0001_t1").unlink()
    os.mkfifo(folder.sql("0001_t1"))


def swap(folder: Folder) -> None:
    """Let the snapshots of two branches follow the same one."""
    folder.snapshot(2).write_text('{"id": "id-2", "prevId": "id-0"}', "utf-8")


def text(tag: str, content: str) -> Callable[[Folder], object]:
    """Return an edit that writes the SQL of a migration."""
    return lambda folder: folder.sql(tag).write_bytes(content.encode())


def entry(number: int, **values: object) -> Callable[[Folder], object]:
    """Return an edit that changes the values of an entry."""
    return lambda folder: folder.entry(number, **values)


def header(**values: object) -> Callable[[Folder], object]:
    """Return an edit that changes the journal's own values."""
    return lambda folder: folder.change(lambda journal: journal.update(values))


# The fault's name, what spoils the folder, and the fault: file, line, tag, fatal, message.
CASES: list[tuple[str, Callable[[Folder], object], tuple[str, int, str, bool, str]]] = [
    (
        "orphan-sql",
        lambda folder: (folder.path / "0003_lost.sql").write_text("SELECT 1", "utf-8"),
        ("0003_lost.sql", 0, "", False, "0003_lost.sql is not in the journal, so Drizzle never runs it."),
    ),
    (
        "missing-file",
        lambda folder: folder.sql("0001_t1").unlink(),
        (
            "0001_t1.sql",
            0,
            "0001_t1",
            True,
            "The journal names 0001_t1, but 0001_t1.sql is not there. Drizzle stops at this, applied or not.",
        ),
    ),
    ("idx-gap", idx_gap, ("_journal.json", 12, "0002_t2", False, "0002_t2 has idx 2 where 1 would follow.")),
    (
        "when-not-increasing",
        entry(2, when=FIRST),
        (
            "_journal.json",
            19,
            "0002_t2",
            False,
            (
                "The `when` of 0002_t2 (1700000000000) is not after that of 0001_t1 (1700000060000). "
                "Where 0001_t1 was applied, Drizzle skips 0002_t2 in silence and reports success."
            ),
        ),
    ),
    (
        "same-second",
        entry(2, when=FIRST + MINUTE + 999),
        (
            "_journal.json",
            19,
            "0002_t2",
            False,
            (
                "0001_t1 and 0002_t2 fall into the same second. Drizzle 1.0 names folders by the second, "
                "so `drizzle-kit up` may refuse them or match them wrongly."
            ),
        ),
    ),
    (
        "missing-snapshot",
        lambda folder: folder.snapshot(1).unlink(),
        ("0001_snapshot.json", 0, "0001_t1", False, "0001_t1 has no snapshot `meta/0001_snapshot.json`."),
    ),
    (
        "broken-prev-id",
        lambda folder: folder.snapshot(2).write_text('{"id": "id-2", "prevId": "id-9"}', "utf-8"),
        (
            "0002_snapshot.json",
            0,
            "0002_t2",
            False,
            "The snapshot of 0002_t2 has the prevId id-9, and should have id-1, the id of 0001_t1.",
        ),
    ),
    (
        "broken-prev-id",
        lambda folder: folder.snapshot(0).write_text('{"id": "id-0", "prevId": "id-9"}', "utf-8"),
        (
            "0000_snapshot.json",
            0,
            "0000_t0",
            False,
            (
                "The snapshot of 0000_t0 has the prevId id-9, and should have 00000000-0000-0000-0000-000000000000, "
                "as the first one."
            ),
        ),
    ),
    (
        "shared-prev-id",
        swap,
        (
            "0002_snapshot.json",
            0,
            "0002_t2",
            False,
            (
                "The snapshots of 0001_t1 and 0002_t2 both follow the same one: two branches wrote them side by side. "
                "The newer one does not know the changes of the older."
            ),
        ),
    ),
    (
        "unreadable-snapshot",
        lambda folder: folder.snapshot(2).write_text("{", "utf-8"),
        (
            "0002_snapshot.json",
            0,
            "0002_t2",
            False,
            "meta/0002_snapshot.json is not a snapshot: Input data was truncated.",
        ),
    ),
    (
        "conflict-markers",
        lambda folder: folder.snapshot(2).write_text(CONFLICT.format(a="{", b="}"), "utf-8"),
        (
            "0002_snapshot.json",
            1,
            "0002_t2",
            False,
            "meta/0002_snapshot.json holds the marks of a merge conflict on lines 1, 3, 5.",
        ),
    ),
    (
        "orphan-snapshot",
        lambda folder: (folder.path / "meta" / "0009_snapshot.json").write_text("{}", "utf-8"),
        (
            "0009_snapshot.json",
            0,
            "",
            False,
            (
                "`meta/0009_snapshot.json` belongs to no entry of the journal. drizzle-kit reads the last snapshot "
                "by name, entry or not."
            ),
        ),
    ),
    (
        "bom",
        text("0001_t1", "\ufeffSELECT 1;"),
        (
            "0001_t1.sql",
            1,
            "0001_t1",
            True,
            "0001_t1.sql begins with a byte order mark, which PostgreSQL refuses as a syntax error.",
        ),
    ),
    (
        "crlf",
        text("0001_t1", "SELECT\n1;\r\n"),
        (
            "0001_t1.sql",
            2,
            "0001_t1",
            False,
            "0001_t1.sql has Windows line ends, so its hash is another than where the lines end with LF.",
        ),
    ),
    (
        "unreadable-sql",
        text("0001_t1", "SELECT 1;\nSELECT 'it's';"),
        ("0001_t1.sql", 2, "0001_t1", True, "A string begins here that nothing ends. ({path}/0001_t1.sql:2:13)"),
    ),
    (
        "commented-out",
        text(
            "0001_t1", "-- pulled\n/*\nCREATE TABLE a (b int);\n--> statement-breakpoint\nCREATE TABLE c (d int);\n*/"
        ),
        (
            "0001_t1.sql",
            1,
            "0001_t1",
            True,
            (
                "All of 0001_t1.sql is one comment with breakpoints inside. Drizzle sends the pieces one by one, "
                "and the first fails: unterminated /* comment."
            ),
        ),
    ),
    (
        "unknown-journal-key",
        header(mode="fast"),
        ("_journal.json", 0, "", False, "The journal has a key that Drizzle does not know: 'mode'."),
    ),
    (
        "unknown-journal-key",
        entry(1, name="t1"),
        ("_journal.json", 12, "0001_t1", False, "Entry 1 of the journal has a key that Drizzle does not know: 'name'."),
    ),
    (
        "wrong-journal-entry",
        entry(1, idx="1"),
        ("_journal.json", 12, "0001_t1", False, "The idx of 0001_t1 is '1', not a whole number."),
    ),
    (
        "wrong-journal-entry",
        entry(1, breakpoints="yes"),
        ("_journal.json", 12, "0001_t1", False, "The breakpoints of 0001_t1 is 'yes', not true or false."),
    ),
    (
        "wrong-dialect",
        header(dialect="postgres"),
        (
            "_journal.json",
            0,
            "",
            False,
            "The journal's dialect is 'postgres'; for PostgreSQL it is 'postgresql' ('pg' before 0.21).",
        ),
    ),
    (
        "unknown-journal-version",
        header(version=7),
        ("_journal.json", 0, "", False, "The journal's version is 7; 5, 6 and 7 are known."),
    ),
    (
        "outside-folder",
        outside,
        ("0001_t1.sql", 0, "0001_t1", True, "0001_t1.sql leads out of the migrations folder, so it was not read."),
    ),
    (
        "unreadable-file",
        pipe,
        ("0001_t1.sql", 0, "0001_t1", True, "0001_t1.sql cannot be read: it is not a file."),
    ),
]
