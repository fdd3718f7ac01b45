"""Plain SQL files are a history too: in the order of their numbers, with the ways back beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna import history
from sterna.history import Layout
from sterna.history.layout import holding, holds
from sterna.problem import Problem
from tests.history.folder import Folder
from tests.history.test_comparison import commit, git

UP = "CREATE TABLE a (id int);"


def folder(path: Path, *names: str, **texts: str) -> Path:
    """Write files, all with the same text but for those whose text is given by a part of their name."""
    path.mkdir(exist_ok=True)
    for name in names:
        said = next((text for part, text in texts.items() if part in name), UP)
        (path / name).write_text(said, "utf-8")
    return path


def read(path: Path) -> str:
    """Return what a folder is read as: its layout, a line for each migration, a line for each fault."""
    found = history.read(path)
    lines = [f"{one.tag} {one.idx} {one.file} <- {one.down.relative_to(path)}" for one in found.migrations]
    lines += [f"{fault.name}{'!' * fault.fatal} {fault.path.name}:{fault.line}: {fault.do}" for fault in found.faults]
    return "\n".join([str(found.layout), *lines])


def test_pairs(tmp_path: Path) -> None:
    """Pairs run in the order of their numbers, not of their names, and the way back stands beside the way up."""
    assert read(folder(tmp_path, "10_c.up.sql", "2_b.up.sql", "2_b.down.sql", "0001_a.up.sql")) == (
        "plain\n"
        "0001_a 1 0001_a.up.sql <- 0001_a.down.sql\n"
        "2_b 2 2_b.up.sql <- 2_b.down.sql\n"
        "10_c 10 10_c.up.sql <- 10_c.down.sql"
    )


def test_bare_files(tmp_path: Path) -> None:
    """A bare file has its way back where it stands already, else in `rollback/`, where no runner takes it for one."""
    names = ("1732600000000_a.sql", "1732600000001_b.sql", "1732600000001_b.down.sql", "1732600000002.sql")
    assert read(folder(tmp_path, *names)) == (
        "plain\n"
        "1732600000000_a 1732600000000 1732600000000_a.sql <- rollback/1732600000000_a.sql\n"
        "1732600000001_b 1732600000001 1732600000001_b.sql <- 1732600000001_b.down.sql\n"
        "1732600000002 1732600000002 1732600000002.sql <- rollback/1732600000002.sql"
    )


FAULTS = {
    "two of one number": (
        ("0001_a.sql", "1_b.sql"),
        "number-taken-twice 1_b.sql:0: Give 1_b the next free number if it was applied nowhere.",
    ),
    "a way back of nothing": (
        ("0001_a.up.sql", "0002_b.down.sql"),
        "file-not-run 0002_b.down.sql:0: Bring 0002_b.up.sql back from git, or delete 0002_b.down.sql.",
    ),
    "no number": (
        ("0001_a.sql", "seed.sql"),
        "file-not-run seed.sql:0: Put the next number before the name, or move the file out of the folder.",
    ),
    "bare beside pairs": (
        ("0001_a.up.sql", "0002_b.sql"),
        "file-not-run 0002_b.sql:0: Name it 0002_b.up.sql, or move it out of the folder.",
    ),
    "both ways in one": (
        ("0001_a.sql", "0002_both.sql"),
        (
            "both-ways-in-one-file! 0002_both.sql:3: "
            "Put the way up into 0002_both.up.sql and the way back into 0002_both.down.sql."
        ),
    ),
    "left open": (
        ("0001_a.sql", "0002_open.sql"),
        "unended-transaction! 0002_open.sql:4: End it with `COMMIT`.",
    ),
}
TEXTS = {
    "both": "-- migrate:up\nCREATE TABLE b (id int);\n-- migrate:down\nDROP TABLE b;",
    "open": "BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSAVEPOINT x;\nROLLBACK TO x;",
}


@pytest.mark.parametrize(("names", "wanted"), FAULTS.values(), ids=FAULTS)
def test_fault(tmp_path: Path, names: tuple[str, ...], wanted: str) -> None:
    """What is wrong with one file is one fault, with the file and what to do, and leaves the others as they are."""
    lines = read(folder(tmp_path, *names, **TEXTS)).split("\n")
    assert lines[1].startswith("0001_a 1 ")
    assert [line for line in lines[1:] if "<-" not in line] == [wanted]


@pytest.mark.parametrize("text", ["BEGIN; SELECT 1; COMMIT;", "BEGIN; SELECT 1; END", "-- BEGIN;\nSELECT 1;"])
def test_an_ended_transaction(tmp_path: Path, text: str) -> None:
    """A transaction that the file ends is no fault."""
    assert history.read(folder(tmp_path, "1_a.sql", a=text)).faults == ()


def test_line_ends_and_bytes(tmp_path: Path) -> None:
    """Nobody keeps a hash of Windows line ends here; bytes that are not UTF-8 are refused by the server."""
    (folder(tmp_path, "1_a.sql") / "2_b.sql").write_bytes(b"SELECT 1;\r\nSELECT '\xe9';\r\n")
    [fault] = history.read(tmp_path).faults
    assert (fault.name, fault.fatal) == ("not-utf-8", True)
    assert "Drizzle" not in fault.message + fault.do


def test_without_its_journal(tmp_path: Path) -> None:
    """Files of Drizzle whose journal is gone are not taken for plain ones."""
    path = folder(tmp_path, "0000_a.sql", a=f"{UP}\n--> statement-breakpoint\nSELECT 1;")
    with pytest.raises(Problem, match="their journal is not there") as caught:
        history.read(path)
    assert caught.value.where == f"{path}/meta/_journal.json"
    (folder(path, "0000_a.sql") / "meta").mkdir()
    (path / "meta" / "0000_snapshot.json").write_text("{}", "utf-8")
    with pytest.raises(Problem, match="their journal is not there"):
        history.read(path)


def test_down_files_are_no_history(tmp_path: Path) -> None:
    """The folder of the down files is answered with the one to name."""
    down = folder(folder(tmp_path, "1_a.sql") / "rollback", "1_a.sql")
    with pytest.raises(Problem, match="the down files") as caught:
        history.read(down)
    assert caught.value.do == f"Name `{tmp_path}`."


def test_holds(tmp_path: Path) -> None:
    """A folder is looked into where none is named: numbers make it one, ways back alone do not."""
    assert holds(folder(tmp_path / "a", "1_a.sql"))
    assert not holds(folder(tmp_path / "b", "seed.sql", "1_a.down.sql"))


def test_drizzle_comes_first(tmp_path: Path) -> None:
    """Beside a folder of Drizzle a plain one is not meant, unless it is named."""
    plain, drizzle = folder(tmp_path / "migrations", "1_a.sql"), Folder.make(tmp_path / "drizzle", 1).path
    assert holding([plain, drizzle]) == [drizzle]
    assert holding([plain, tmp_path / "nowhere"]) == [plain]


def test_since_a_base(tmp_path: Path) -> None:
    """New is what the base does not hold; a lower number than the base's last, an edit and a loss are told."""
    path = folder(tmp_path / "m", "1_a.up.sql", "1_a.down.sql", "2_b.up.sql", "3_c.up.sql", "5_e.up.sql")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, "base")
    folder(path, "4_d.up.sql", "6_f.up.sql", "6_f.down.sql", "2_b.up.sql", b="SELECT 2;")
    (path / "3_c.up.sql").unlink()
    found = history.since(history.read(path), "main")
    assert [one.tag for one in found.migrations] == ["4_d", "6_f"]
    assert [(fault.name, fault.path.name, fault.do) for fault in found.faults] == [
        ("sorts-before-base", "4_d.up.sql", "Merge main and give 4_d the next free number."),
        (
            "edited-since-base",
            "2_b.up.sql",
            "Set the file back to what it is in main, and write a new migration for the change.",
        ),
        ("deleted-since-base", "3_c.up.sql", "Bring the file back, and undo it by a new migration."),
    ]
    assert history.read(path).layout is Layout.PLAIN
    assert "Drizzle" not in "".join(fault.message for fault in found.faults)
