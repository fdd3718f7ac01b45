"""A server for a moment: databases, copies, dumps, what the owner may not do, and a clock that nobody can stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.binaries import find
from sterna.postgres.connection import SqlError
from sterna.postgres.opening import open_server, private
from sterna.postgres.server import Expired, Server
from sterna.problem import Problem


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Make a database for one test."""
    server.create_database("server_test")
    yield "server_test"
    server.drop_database("server_test")


def test_history_runs_as_an_owner_without_rights(server: Server, database: str) -> None:
    """The owner owns the database and has no right beyond it."""
    with server.connect(database) as connection:
        [row] = connection.rows(
            "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        )
    assert row == (server.owner, "f", "f", "f", "f", "f")


def test_copy_holds_what_the_original_holds(server: Server, database: str) -> None:
    """A database made from a template has its schema and its rows, and the owner owns it."""
    with server.connect(database) as connection:
        connection.run("CREATE TABLE users (id integer PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'Ada')")
    server.create_database("server_copy", template=database)
    with server.connect("server_copy") as connection:
        assert connection.rows("SELECT id, name FROM users") == [("1", "Ada")]
        connection.run("DROP TABLE users")
    assert "users" in server.dump(database)
    assert "users" not in server.dump("server_copy")
    server.drop_database("server_copy")


def test_drop_takes_sessions_along(server: Server) -> None:
    """A database is dropped although somebody is connected to it, and dropping what is not there is no error."""
    server.create_database("server_busy")
    with server.connect("server_busy") as connection:
        server.drop_database("server_busy")
        with pytest.raises(SqlError):
            connection.rows("SELECT 1")
        assert connection.closed
    server.drop_database("server_busy")


def test_name_of_a_database_is_quoted(server: Server) -> None:
    """A name with quotes, blanks and an equals sign is a name like any other."""
    name = """a "b" 'c' d=e \\"""
    server.create_database(name)
    with server.connect(name) as connection:
        assert connection.rows("SELECT current_database()") == [(name,)]
    assert "PostgreSQL database dump" in server.dump(name)
    server.drop_database(name)


# What facts of the server's documentation promise, tried: each of these would be a way out.
ESCAPES = {
    "program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read a file": "CREATE TABLE files (line text); COPY files FROM '/etc/passwd'",
    "write a file": "COPY (SELECT 1) TO '/tmp/sterna-escape'",
    "pg_read_file": "SELECT pg_read_file('/etc/passwd')",
    "large object": "SELECT lo_import('/etc/passwd')",
    "system setting": "ALTER SYSTEM SET fsync = on",
    "role": "CREATE ROLE intruder SUPERUSER",
    "become the superuser": "SET ROLE sterna_admin",
    "session of the superuser": "SET SESSION AUTHORIZATION sterna_admin",
    "reset to the superuser": "RESET SESSION AUTHORIZATION; CREATE ROLE intruder",
    "own role": "ALTER ROLE sterna SUPERUSER",
    "language": "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so.6', 'getpid'",
    "library": "LOAD 'dblink'",
    "dblink": "CREATE EXTENSION dblink",
    "foreign server": "CREATE EXTENSION postgres_fdw",
    "file as table": "CREATE EXTENSION file_fdw",
    "database": "CREATE DATABASE intruder",
    "tablespace": "CREATE TABLESPACE intruder LOCATION '/tmp'",
    "event trigger": "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()",
    "catalog": "UPDATE pg_authid SET rolsuper = true",
    "passwords": "SELECT * FROM pg_authid",
    "temporary files without end": "SET temp_file_limit = -1",
    "subscription": "CREATE SUBSCRIPTION s CONNECTION 'host=localhost' PUBLICATION p WITH (connect = false)",
    "another's session": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sterna_admin'",
    "extension path": "SET extension_control_path = '/tmp'",
}


@pytest.mark.parametrize("sql", ESCAPES.values(), ids=ESCAPES.keys())
def test_no_way_out(server: Server, database: str, sql: str) -> None:
    """SQL of a history does not reach files, programs, other databases or other roles."""
    with server.connect(database) as connection, pytest.raises(SqlError) as refused:
        connection.run(sql)
    assert refused.value.sqlstate == "42501", refused.value


def test_owner_stays_in_its_databases(server: Server) -> None:
    """The owner gets into no database that is shared."""
    for shared in ("postgres", "template1", "template0"):
        with pytest.raises(SqlError):
            server.connect(shared)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT pg_sleep(1000)",
        "DO $$ BEGIN LOOP END LOOP; END $$",
        "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1000); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$",
        "SET statement_timeout = 0; SELECT count(*) FROM generate_series(1, 1000000000000)",
    ],
)
def test_deadline_ends_what_does_not_end(sql: str) -> None:
    """A statement that takes too long is ended with its server, even when it catches cancellation, and named."""
    with private(find()) as server:
        server.create_database("slow")
        started = time.monotonic()
        with server.connect("slow") as connection:
            with (
                pytest.raises(Expired, match=r"0007_slow\.sql:3:1 ran longer than 0\.3 s"),
                server.deadline(0.3, "0007_slow.sql:3:1"),
            ):
                connection.run(sql)
            assert connection.closed
        assert time.monotonic() - started < 5
        assert not server.alive
        assert server.directory is not None
        assert not server.directory.exists()


def test_deadline_leaves_quick_work_alone(server: Server, database: str) -> None:
    """Work that ends in time goes on, and its own errors stay what they are."""
    with server.connect(database) as connection:
        with server.deadline(30, "quick"):
            connection.run("SELECT 1")
        with pytest.raises(SqlError, match="division by zero"), server.deadline(30, "quick"):
            connection.run("SELECT 1/0")
        assert connection.rows("SELECT 1") == [("1",)]
    assert server.alive


def test_two_servers_side_by_side(server: Server) -> None:
    """A second server has its own directory and its own roles, and ends without the first."""
    with private(find()) as other:
        assert other.directory != server.directory
        with other.connect(admin=True) as connection:
            connection.run("CREATE ROLE only_there")
        with server.connect(admin=True) as connection:
            assert connection.rows("SELECT 1 FROM pg_roles WHERE rolname = 'only_there'") == []
    assert server.alive
    with server.connect(admin=True) as connection:
        assert connection.rows("SELECT 1") == [("1",)]


def test_exception_leaves_nothing_behind() -> None:
    """An exception inside the block ends the server too."""
    seen: list[Path] = []

    def work() -> None:
        with private(find()) as server:
            assert server.directory is not None
            seen.append(server.directory)
            assert server.directory.exists()
            raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        work()
    assert not seen[0].exists()


def test_wrong_folder_of_programs_is_named(tmp_path: Path) -> None:
    """A folder without a server is answered with what is missing in it."""
    with pytest.raises(Problem) as problem:
        open_server(pg_bin=tmp_path)
    assert str(problem.value) == (
        "The folder holds no PostgreSQL server: postgres and initdb not found in it.\n"
        f"{tmp_path}\n"
        "Give the folder that holds postgres and initdb, such as /usr/lib/postgresql/18/bin."
    )


def test_programs_that_fail_are_quoted(tmp_path: Path) -> None:
    """A server that does not start is answered with what its program complained of, and leaves nothing behind."""
    real = find()
    (tmp_path / "postgres").symlink_to(real.postgres)
    script = "#!/bin/sh\necho 'creating much'\necho 'initdb: error: the disk is on holiday' >&2\nexit 1\n"
    (tmp_path / "initdb").write_text(script)
    (tmp_path / "initdb").chmod(0o755)
    tmp_path.chmod(0o755)
    with pytest.raises(Problem) as problem:
        private(type(real)(tmp_path, real.version, real.major, "test", real.pg_dump))
    assert "could not be started" in problem.value.what
    assert problem.value.where == "initdb: error: the disk is on holiday"
