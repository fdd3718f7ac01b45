"""What the types of columns before and after say, asked of a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import Connection
from sterna.postgres.observation import Observation, Rewrite
from sterna.postgres.server import Server
from sterna.review import review
from tests.review.histories import GUIDE, history

NARROWER = (
    ("bigint", "integer"),
    ("numeric", "numeric(10, 2)"),
    ("numeric(10, 2)", "numeric(10, 0)"),
    ("integer", "numeric(4)"),
    ("double precision", "integer"),
    ("double precision", "real"),
    ("numeric", "real"),
    ("text", "varchar(20)"),
    ("varchar(20)", "char(10)"),
    ("timestamp", "date"),
    ("timestamptz", "time"),
)
AS_WIDE = (
    ("integer", "bigint"),
    ("integer", "numeric"),
    ("numeric(10, 2)", "numeric"),
    ("numeric(10, 2)", "numeric(12, 2)"),
    ("real", "double precision"),
    ("varchar(10)", "text"),
    ("timestamp", "timestamptz"),
    ("date", "timestamp"),
    ("integer", "text"),
)


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[Connection]:
    """Return a session in a database of these tests."""
    server.create_database("review_columns")
    with server.connect("review_columns") as session:
        yield session
    server.drop_database("review_columns")


def rules(connection: Connection, before: str, change: str) -> list[str]:
    """Return the rules that find something in a change, where the catalogs before and after are known."""
    found = history(change)
    [migration] = found.migrations
    connection.run(f"BEGIN; {before}")
    first = catalogs.read(connection)
    connection.run(change)
    rewrites = tuple(Rewrite(statement, "public.t") for statement in migration.statements)
    observation = Observation(migration, first, catalogs.read(connection), rewrites=rewrites)
    connection.run("ROLLBACK")
    return [one.rule for one in review(GUIDE, found, observations={migration.tag: observation}).findings]


@pytest.mark.parametrize(("old", "new"), [*NARROWER, *AS_WIDE])
def test_a_type_that_holds_less(connection: Connection, old: str, new: str) -> None:
    """What the new type cannot hold is a finding; what it can, is none."""
    change = f"ALTER TABLE t ALTER COLUMN a TYPE {new} USING a::{new};"
    found = rules(connection, f"CREATE TABLE t (a {old})", change)
    assert ("type-change-narrows" in found) == ((old, new) in NARROWER)


ALIKE = {
    "a word of both": (1, "full_name", "name_full"),
    "most letters of both": (1, "colour", "color"),
    "nothing of both": (0, "email", "size"),
}


@pytest.mark.parametrize(("often", "gone", "come"), ALIKE.values(), ids=ALIKE)
def test_columns_that_go_while_others_come(connection: Connection, often: int, gone: str, come: str) -> None:
    """Among several, only names that have something in common are taken for a rename."""
    change = f"ALTER TABLE t DROP COLUMN {gone}; ALTER TABLE t ADD COLUMN {come} text; ALTER TABLE t ADD COLUMN b text;"
    found = rules(connection, f"CREATE TABLE t ({gone} text)", change)
    assert found.count("rename-as-drop-and-add") == often
