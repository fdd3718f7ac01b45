"""Every change of a schema becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.catalog import KINDS
from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from sterna.pull_request.changes import sentences
from sterna.pull_request.changes.schema import told
from sterna.rollback.delta import compare
from tests.pull_request.observed import Case, cases, observe

CASES = cases(Path(__file__).parent / "changes")


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[Connection]:
    """Open a database as the superuser: extensions and event triggers are among the cases."""
    server.create_database("changes")
    with server.connect("changes", admin=True) as session:
        yield session
    server.drop_database("changes")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_change_is_told(connection: Connection, case: Case) -> None:
    """The sentences are those that the case lists, in this order."""
    assert tuple(map(str, sentences(observe(connection, case.given, case.change)))) == case.told


def test_every_kind_of_object_is_among_the_cases(connection: Connection) -> None:
    """For each kind of the catalog something is added, and something is dropped or changed; and each case says so."""
    added: set[str] = set()
    left: set[str] = set()
    for case in CASES:
        seen = observe(connection, case.given, case.change)
        delta = compare(seen.after, seen.before)
        added |= {kind for kind in KINDS if delta.added[kind]}
        left |= {kind for kind in KINDS if delta.removed[kind] or delta.changed[kind] or delta.moved[kind]}
        assert delta.empty or told(delta)
    assert added == set(KINDS)
    assert left == set(KINDS)


def test_each_difference_is_told_by_itself(connection: Connection) -> None:
    """Of two changes to one column neither hides the other."""
    seen = observe(
        connection,
        "CREATE TABLE t (a integer)",
        "ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN a SET NOT NULL, ALTER COLUMN a SET DEFAULT 1",
    )
    assert len(sentences(seen)) == 3


def test_the_same_change_is_told_in_the_same_words(connection: Connection) -> None:
    """Another run with other OIDs gives the same sentences."""
    case = CASES[0]
    first = sentences(observe(connection, case.given, case.change))
    assert sentences(observe(connection, f"CREATE TABLE other (a serial);{case.given}", case.change)) == first
