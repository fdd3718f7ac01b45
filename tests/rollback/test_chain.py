"""The whole history up, down to empty and up again."""

from __future__ import annotations

from pathlib import Path

from sterna import history
from sterna.postgres.opening import open_server
from sterna.rollback.chain import chain
from sterna.rollback.proof import prove
from tests.history.folder import Folder


def _history(path: Path, *texts: str) -> history.History:
    folder = Folder.make(path / "drizzle", 0)
    for number, text in enumerate(texts):
        folder.add(number, name="m", sql=text)
    return history.read(folder.path)


def test_down_to_empty_and_up_again(tmp_path: Path) -> None:
    """With the proven ways back each step's schema is the one seen on the way up; roles of the history stay."""
    found = _history(
        tmp_path,
        "CREATE ROLE clerk; CREATE TABLE a (id int PRIMARY KEY, b text, c text); GRANT SELECT ON a TO clerk;",
        "ALTER TABLE a DROP COLUMN b; INSERT INTO a VALUES (1, 'x');",
        "ALTER TABLE a RENAME TO z; CREATE INDEX i ON z (c);",
    )
    ways = {one.tag: one.statements for one in prove(found, [m.tag for m in found.migrations], open_server)}
    links = chain(found, ways, open_server, deadline=60)
    assert [(link.tag, link.way, link.differs) for link in links] == [
        *((f"000{number}_m", "down", "") for number in (2, 1, 0)),
        *((f"000{number}_m", "up again", "") for number in (0, 1, 2)),
    ]


def test_wrong_way_back(tmp_path: Path) -> None:
    """A way back that leaves something is seen at its step, and one that is refused ends the chain."""
    found = _history(tmp_path, "CREATE TABLE a (id int);", "ALTER TABLE a ADD b int; ALTER TABLE a ADD c int;")
    links = chain(
        found, {"0001_m": ("ALTER TABLE a DROP COLUMN c",), "0000_m": ("DROP TABLE b",)}, open_server, deadline=60
    )
    assert [bool(link.differs) for link in links] == [True, True]
    assert "b integer" in links[0].differs
    assert 'table "b" does not exist' in links[1].differs


def test_a_row_that_stays_stops_the_second_way_up(tmp_path: Path) -> None:
    """What does not go up again is told, also where the schema shows nothing of it."""
    found = _history(tmp_path, "CREATE TABLE a (id int PRIMARY KEY);", "INSERT INTO a SELECT 5;")
    ways = {"0001_m": ("SELECT 1",), "0000_m": ("SELECT 1",)}
    again = chain(found, ways, open_server, deadline=60)[2:]
    assert ["does not go up again: " in link.differs for link in again] == [True, True]
    assert "SQLSTATE 23505" in again[1].differs


def test_a_role_that_a_block_makes(tmp_path: Path) -> None:
    """It is gone before the second way up, so that the block takes the same branch."""
    found = _history(
        tmp_path,
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN CREATE ROLE clerk;"
        " ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO clerk; END IF; END $$; CREATE TABLE a (id int);",
    )
    [proof] = prove(found, ["0000_m"], open_server)
    links = chain(found, {"0000_m": proof.script}, open_server, deadline=60)
    assert [(link.way, link.differs) for link in links] == [("down", ""), ("up again", "")]
