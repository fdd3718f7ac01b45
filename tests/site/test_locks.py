"""The table of locks says what PostgreSQL does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from sterna.data import docs
from sterna.guide import LOCKS
from sterna.guide.document import parse
from sterna.postgres.observation import BLOCKS
from sterna.postgres.server import Server
from tests.site.steps import Fence, watch

PAGE = parse(docs() / "explanation" / "locks.md")
ROW = re.compile(
    r"^\| `(?P<sql>[^`]+;?)` \| (?P<lock>[A-Z ]+?)(?P<both> on both)? \| (?P<waits>[^|]+) \| (?P<does>[^|]+) \|$",
    re.MULTILINE,
)
ROWS = [found.groupdict() for found in ROW.finditer(PAGE.text)]
WAITS = {"reads and writes": "readers and writers", "writes": "writers"}


@pytest.fixture(scope="module")
def template(server: Server) -> Iterator[str]:
    """Make a database with what the page gives."""
    name = f"locks_{uuid4().hex}"
    server.create_database(name)
    with server.connect(name) as session:
        for fence in PAGE.fences:
            session.run(fence.text)
    yield name
    server.drop_database(name)


def test_the_table_is_read() -> None:
    """Every line of the table is one that the next test runs, and every lock is one that there is."""
    lines = [line for line in PAGE.text.splitlines() if re.match(r"\| `[^`]+` \| [A-Z]{2}", line)]
    assert len(ROWS) == len(lines) > 30
    assert {row["lock"] for row in ROWS} <= set(LOCKS)
    listed = re.findall(r"^\| ([A-Z][A-Z ]+?) \| ", PAGE.text, re.MULTILINE)
    assert tuple(listed) == LOCKS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["sql"])
def test_each_statement_takes_the_lock_that_the_page_says(
    server: Server, template: str, row: dict[str, str | None]
) -> None:
    """The lock, who waits for it, and whether the table is read or written anew are as they were measured."""
    name = f"locks_{uuid4().hex}"
    server.create_database(name, template=template)
    try:
        with server.connect(name) as session:
            _, seen = watch(session, Fence((), row["sql"] or "", 1))
    finally:
        server.drop_database(name)
    [observation] = seen.values()
    assert observation.failure is None
    strongest = max((lock.mode for lock in observation.locks), key=LOCKS.index)
    tables = {lock.table for lock in observation.locks if lock.mode == strongest}
    assert strongest == row["lock"]
    assert len(tables) == (2 if row["both"] else 1)
    assert (row["waits"] or "").split(",")[0] == WAITS.get(BLOCKS.get(strongest, ""), "nobody")
    if observation.rewrites:
        assert row["does"] == "written anew"
    elif strongest in BLOCKS:
        # Where nobody waits, a reading that PostgreSQL does not count says nothing against the page.
        assert row["does"] == ("read as a whole" if observation.scans else "left alone")
