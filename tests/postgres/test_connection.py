"""A connection takes text and gives text, whatever the text does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    """Open a session in a new database."""
    server.create_database("connection_test")
    with server.connect("connection_test") as session:
        yield session
    server.drop_database("connection_test")


def test_last_rows_come_back_as_text(connection: Connection) -> None:
    """Several statements may stand in one text; the rows of the last one come back."""
    assert connection.rows("SELECT 1; SELECT 2, NULL, 'é', '%s $1'") == [("2", None, "é", "%s $1")]
    assert connection.rows("CREATE TABLE t (id integer)") == []
    assert connection.rows("") == []


@pytest.mark.parametrize("size", [200_000, 213_000, 5_000_000])
def test_long_text_is_sent_whole(size: int, connection: Connection) -> None:
    """A text longer than what the socket takes at once arrives, whether or not its rows are kept."""
    text = f"SELECT length('{'x' * size}')"
    assert connection.rows(text) == [(str(size),)]
    connection.run(text)
    assert connection.rows("SELECT 1") == [("1",)]


def test_error_keeps_its_fields(connection: Connection) -> None:
    """An error has its state, message, hint and position, and what comes after it does not run."""
    with pytest.raises(SqlError) as refused:
        connection.run("CREATE TABLE kept (id integer); COMMIT; SELECT naem FROM (SELECT 1 AS name) s; SELECT 2")
    assert refused.value.sqlstate == "42703"
    assert refused.value.message == 'column "naem" does not exist'
    assert "name" in refused.value.hint
    assert refused.value.position == 48
    assert not connection.in_transaction


def test_transaction_is_seen(connection: Connection) -> None:
    """BEGIN opens a transaction, an error leaves it open, ROLLBACK ends it."""
    connection.run("BEGIN")
    assert connection.in_transaction
    with pytest.raises(SqlError):
        connection.run("SELECT 1/0")
    assert connection.in_transaction
    connection.run("ROLLBACK")
    assert not connection.in_transaction


def test_copy_from_stdin_is_an_error(connection: Connection) -> None:
    """A COPY that waits for data gets none, and the session goes on."""
    connection.run("CREATE TABLE t (id integer)")
    with pytest.raises(SqlError, match="no data to read here"):
        connection.run("COPY t FROM stdin")
    assert connection.rows("SELECT count(*) FROM t") == [("0",)]


def test_copy_to_stdout_is_dropped(connection: Connection) -> None:
    """What a COPY prints is read and dropped."""
    connection.run("COPY (SELECT generate_series(1, 100000)) TO stdout; CREATE TABLE after ()")
    assert connection.rows("SELECT to_regclass('after')") == [("after",)]


def test_rows_that_nobody_asked_for(connection: Connection) -> None:
    """Rows of `run` are dropped one by one, not collected."""
    connection.run("SELECT repeat('x', 1000) FROM generate_series(1, 200000)")
    assert connection.rows("SELECT 1") == [("1",)]


@pytest.mark.parametrize("text", ["SELECT '\0'", "SELECT '\udcff'"])
def test_text_that_cannot_be_sent(connection: Connection, text: str) -> None:
    """A character that PostgreSQL cannot take is an error of the statement, not of the program."""
    with pytest.raises(SqlError) as refused:
        connection.run(text)
    assert refused.value.sqlstate == "22021"
    assert connection.rows("SELECT 1") == [("1",)]


def test_session_that_ended(connection: Connection) -> None:
    """A session that the server ended says so, at once and from then on."""
    with pytest.raises(SqlError):
        connection.run("SELECT pg_terminate_backend(pg_backend_pid())")
    assert connection.closed
    with pytest.raises(SqlError, match="the session is over"):
        connection.run("SELECT 1")
