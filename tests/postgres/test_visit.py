"""A server that somebody runs is used without touching what is his, and left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.binaries import find
from sterna.postgres.calls import calls, since
from sterna.postgres.connection import SqlError
from sterna.postgres.opening import attached, open_server, private
from sterna.postgres.provision import Provision, provide
from sterna.postgres.server import Expired, Server
from sterna.postgres.undumped import role_names
from sterna.problem import Problem

PASSWORD = "s3cret"  # noqa: S105 (of a server that lives for these tests)


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    """Start a server as somebody would run it, where roles log in with passwords, with things of his own."""
    with private(find()) as server:
        assert server.directory is not None
        (server.directory / "data" / "pg_hba.conf").write_text(
            "local all sterna_admin trust\nlocal all all scram-sha-256\n"
        )
        server.run_as_admin("CREATE DATABASE production")
        server.run_as_admin(
            "CREATE ROLE boss SUPERUSER LOGIN PASSWORD 's3cret'; CREATE ROLE maker LOGIN CREATEDB PASSWORD 's3cret';"
            "CREATE ROLE chief LOGIN CREATEDB CREATEROLE PASSWORD 's3cret'; CREATE ROLE nobody LOGIN PASSWORD 's3cret';"
            # As a server is that nobody told to count calls.
            "ALTER ROLE ALL SET track_functions = 'none';"
            "CREATE ROLE anon; GRANT CONNECT ON DATABASE postgres TO PUBLIC; SELECT pg_reload_conf()"
        )
        yield server


def url(host: Server, user: str, password: str = PASSWORD) -> str:
    """Return the URL that a user of the host would give."""
    return f"postgresql://{user}:{password}@/postgres?host={host.directory}&port=5432"


def belongings(host: Server) -> list[tuple[str | None, ...]]:
    """Return the databases and roles of the host."""
    return host.rows_as_admin("SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1")


@pytest.mark.parametrize("user", ["boss", "chief", "maker"])
def test_visit_leaves_nothing(host: Server, user: str) -> None:
    """Databases are made, copied, dumped and dropped as on a server of our own, by whoever may make them."""
    before = belongings(host)
    with open_server(url=url(host, user)) as server:
        assert server.version == host.version
        server.create_database("work")
        with server.connect("work") as connection:
            assert connection.rows("SELECT current_user") == [(server.owner,)]
            assert connection.rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [("f",)]
            connection.run("CREATE TABLE users (id integer)")
        server.create_database("copy", template="work")
        assert server.dump("copy") == server.dump("work")
        assert "CREATE TABLE public.users" in server.dump("work")
        server.drop_database("copy")
        assert server.source.endswith(":5432")
        assert server.directory is None
    assert belongings(host) == before


def test_roles_and_extensions_of_a_visit(host: Server) -> None:
    """Roles are made when they are missing and dropped at the end; one that is there is neither taken nor dropped."""
    before = belongings(host)
    with attached(url(host, "boss")) as server:
        server.create_database("work")
        wanted = [Provision("role", name) for name in ("anon", "authenticated", "boss")]
        assert provide(server, "work", wanted) == ("role authenticated",)
        (said,) = provide(server, "work", [Provision("extension", "vector")])
        assert said.endswith("created before the history by a superuser")
        with server.connect("work") as connection:
            connection.run("CREATE EXTENSION IF NOT EXISTS vector; CREATE TABLE t (v vector(3))")
            connection.run("ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t TO authenticated, anon")
            with pytest.raises(SqlError, match="permission denied"):
                connection.run("SET ROLE boss")
    assert belongings(host) == before


def test_no_role_of_somebody_is_taken_for_that_of_a_migration(host: Server) -> None:
    """Others may make roles while a history is proven: on their server none is known by its being new."""
    with attached(url(host, "boss")) as server:
        assert role_names(server) == frozenset()
    assert "boss" in role_names(host)


@pytest.mark.parametrize(("user", "times"), [("boss", [2]), ("chief", [None, None]), ("maker", [None, None])])
def test_calls_are_counted_by_leave_of_a_superuser(host: Server, user: str, times: list[int | None]) -> None:
    """Where nobody lets the server count, each function of the database may have been called."""
    with attached(url(host, user)) as server:
        server.create_database("work")
        with server.connect("work") as connection:
            connection.run("CREATE FUNCTION a() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'")
            connection.run("CREATE FUNCTION b() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'")
            then = calls(connection)
            connection.run("SELECT a(), a()")
            now = since(then, calls(connection))
        assert [called.times for called in now] == times
        assert now[0].name == "public.a"


def test_user_who_may_make_no_roles_says_so(host: Server) -> None:
    """What this user cannot provide is named."""
    with attached(url(host, "maker")) as server:
        server.create_database("work")
        assert server.owner == "maker"
        assert provide(server, "work", [Provision("role", "authenticated"), Provision("extension", "vector")]) == (
            "not provided: role authenticated, because the user of the server may not create roles",
            "not provided: extension vector, which only a superuser may create",
        )


def test_deadline_ends_our_sessions_only(host: Server) -> None:
    """What takes too long is ended in our databases; everybody else goes on working."""
    before = belongings(host)
    with host.connect("production", admin=True) as other:
        with attached(url(host, "chief")) as server:
            server.create_database("work")
            with (
                server.connect("work") as connection,
                pytest.raises(Expired, match=r"a loop ran longer than 0\.3 s"),
                server.deadline(0.3, "a loop"),
            ):
                connection.run(
                    "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1000); EXCEPTION WHEN query_canceled THEN NULL; END;"
                    " END LOOP; END $$"
                )
            assert not server.alive
        assert other.rows("SELECT 1") == [("1",)]
    assert belongings(host) == before


def test_user_without_rights_is_told_what_to_do(host: Server) -> None:
    """A user who may not make databases is named, with the statement that would change it."""
    with pytest.raises(Problem) as problem:
        attached(url(host, "nobody"))
    assert problem.value.what == "The user nobody may not create databases on this server."
    assert problem.value.do == 'Run ALTER ROLE "nobody" CREATEDB there, or name another user in the URL.'


def test_superuser_never_runs_a_history(server: Server) -> None:
    """Where no role of ours gets in, a superuser's URL is refused instead of used."""
    before = belongings(server)
    with pytest.raises(Problem, match="sterna_admin is a superuser, and no role of our own can log in"):
        attached(f"postgresql://sterna_admin@/postgres?host={server.directory}&port=5432")
    assert belongings(server) == before


def test_history_does_not_run_as_somebody_who_owns_databases(host: Server) -> None:
    """A user who makes no roles is used for the history only when there is nothing that it could drop."""
    host.run_as_admin("CREATE ROLE landlord LOGIN CREATEDB PASSWORD 's3cret'")
    host.run_as_admin("ALTER DATABASE production OWNER TO landlord")
    with pytest.raises(Problem, match="landlord owns the database production, and no role of our own can log in"):
        attached(url(host, "landlord"))
    host.run_as_admin("ALTER DATABASE production OWNER TO sterna_admin")
    host.run_as_admin("DROP ROLE landlord")


@pytest.mark.parametrize(
    "broken",
    ["postgresql//user:s3cret@host/db", "postgresql://user:s3cret@host/db?nonsense=1", "s3cret", "host='s3cret"],
)
def test_broken_url_does_not_show_its_password(broken: str) -> None:
    """A URL that cannot be read is not repeated."""
    with pytest.raises(Problem) as problem:
        attached(broken)
    assert "s3cret" not in str(problem.value)
    assert problem.value.__cause__ is None


def test_wrong_password_is_not_shown(host: Server) -> None:
    """A server that refuses us is quoted without the password."""
    with pytest.raises(Problem, match="password authentication failed") as problem:
        attached(url(host, "boss", "wr0ng"))
    assert "wr0ng" not in str(problem.value)


def test_password_stays_out_of_the_process_list(host: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump gets the password through its environment, not through its words."""
    recorder = tmp_path / "pg_dump"
    recorder.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\nexec {find().pg_dump} "$@"\n')
    recorder.chmod(0o755)
    with attached(url(host, "boss")) as server:
        server.create_database("work")
        monkeypatch.setattr(server, "_pg_dump", recorder)
        assert "PostgreSQL database dump" in server.dump("work")
    words = (tmp_path / "words").read_text()
    assert "--schema-only" in words
    assert "s3cret" not in words


def test_server_that_is_not_there(tmp_path: Path) -> None:
    """A server that does not answer is a problem with something to do."""
    with pytest.raises(Problem) as problem:
        attached(f"postgresql:///postgres?host={tmp_path}")
    assert problem.value.what.startswith("The server of --postgres cannot be used: ")
    assert problem.value.do == "Check that it runs and that the user of the URL may connect and CREATE DATABASE."
