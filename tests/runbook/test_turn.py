"""Whose turn it is, and who may take it: other migrators, locks, rights, and a server that goes away."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.connection import SqlError
from sterna.problem import Problem
from sterna.runbook.failure import Failed
from sterna.runbook.turn import KEY, Patience
from tests.cli.histories import STERNA, environment, make
from tests.drizzle.example import entries
from tests.runbook.conftest import Production
from tests.runbook.histories import EMAIL, EXAMPLE, USERS
from tests.runbook.running import QUICK, Heard, run, tags


def test_the_role_that_may_do_nothing(folder: Path, production: Production) -> None:
    """A role without CREATE on the database reads what is missing; with it and the schema there, it needs no more."""
    role = production.name
    production.server.run_as_admin(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    try:
        poor = Production(production.server, production.name, production.url_of(role, "x"))
        with pytest.raises(
            Problem, match="is not there, and this role may not make it: permission denied for database"
        ):
            run(poor, folder)
        production.run(f"CREATE SCHEMA drizzle AUTHORIZATION {production.server.owner}")
        production.run(f"GRANT CREATE, USAGE ON SCHEMA drizzle, public TO {role}")
        run(poor, folder)
        assert len(production.rows("SELECT FROM pg_tables WHERE tablename = 'users'")) == 1
    finally:
        production.run(f"SET ROLE {production.server.owner}")
        production.server.drop_database(production.name)
        production.server.create_database(production.name)
        production.server.run_as_admin(f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("INSERT ON drizzle.__drizzle_migrations", "permission denied for table"),
        ("USAGE ON SEQUENCE drizzle.__drizzle_migrations_id_seq", "permission denied for sequence"),
    ],
)
def test_the_role_that_may_not_write_its_row(folder: Path, production: Production, lacking: str, said: str) -> None:
    """What ran is rolled back, and the GRANT that it lacks is printed: run as it is, it mends it."""
    role = production.name
    run(production, make(folder.parent / "first", {"0000_users": USERS}))
    production.server.run_as_admin(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    try:
        poor = Production(production.server, production.name, production.url_of(role, "x"), production.workshop)
        production.run(
            f"GRANT USAGE ON SCHEMA drizzle TO {role}; GRANT CREATE ON SCHEMA public TO {role};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON drizzle.__drizzle_migrations TO {role};"
            f"GRANT USAGE ON SEQUENCE drizzle.__drizzle_migrations_id_seq TO {role}; REVOKE {lacking} FROM {role}"
        )
        (folder / "0001_phone.sql").write_text("CREATE TABLE phones (id integer);")
        (folder / "0002_email.sql").write_text("CREATE TABLE emails (id integer);")
        done = poor.sterna("migrate", folder, "--yes", cwd=folder.parent)
        assert done.returncode == 2, done.stderr
        assert (
            f"The role {role} may not write to the tracking table drizzle.__drizzle_migrations: {said}" in done.stderr
        )
        assert production.rows("SELECT to_regclass('phones')") == [(None,)]
        [mend] = [line.partition(": ")[2] for line in done.stderr.splitlines() if "Let its owner run" in line]
        production.run(mend)
        assert [one.tag for one in run(poor, folder)] == ["0001_phone", "0002_email"]
    finally:
        production.run("DROP SCHEMA drizzle, public CASCADE")
        production.server.run_as_admin(f"DROP ROLE {role}")


def test_a_lock_is_tried_again(folder: Path, production: Production) -> None:
    """Whoever holds the table is named; when it lets go, the run goes on by itself."""
    run(production, make(folder.parent / "first", {"0000_users": USERS}))
    heard = Heard()
    with production.connect() as holder:
        holder.run("BEGIN; LOCK TABLE users IN ACCESS SHARE MODE")
        threading.Timer(1.0, lambda: holder.run("COMMIT")).start()
        done = run(production, folder, heard=heard, patience=Patience(20, 0.3, 30, 9, 0.2))
    assert [one.tag for one in done] == ["0001_phone", "0002_email"]
    assert heard.notes[0].startswith(
        "did not get a lock at 0001_phone; everything was rolled back; attempt 2 of 10 in 0.2 s"
    )


def test_a_lock_that_is_never_free(folder: Path, production: Production) -> None:
    """After the last attempt the error names who holds it, and nothing is applied."""
    run(production, make(folder.parent / "first", {"0000_users": USERS}))
    with production.connect() as holder:
        holder.run("BEGIN; LOCK TABLE users IN ACCESS SHARE MODE")
        pid = holder.pid
        with pytest.raises(Failed) as failed:
            run(production, folder, patience=Patience(20, 1.5, 30, 0))
    assert "55P03: canceling statement due to lock timeout" in failed.value.where
    assert f"it waited for pid {pid} (sterna" in failed.value.where
    assert "LOCK TABLE users IN ACCESS SHARE MODE" in failed.value.where
    assert tags(production, folder) == ["0000_users"]


def test_a_statement_that_takes_too_long(tmp_path: Path, production: Production) -> None:
    """The statement timeout ends it, and nothing is applied."""
    folder = make(tmp_path / "d", {"0000_a": "CREATE TABLE a (id int);SELECT pg_sleep(30);"})
    with pytest.raises(Failed, match="57014: canceling statement due to statement timeout"):
        run(production, folder, patience=Patience(20, 1, 0.2))
    assert production.tracked() == []


def test_four_runs_at_once(production: Production) -> None:
    """Each migration runs once, on an empty database too; those that waited find it done."""
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: run(production, EXAMPLE), range(4)))
    assert production.tracked() == [(entry.hash, str(entry.when)) for entry in entries()]
    by = [sum(one.seconds is not None for one in applied) for applied in done]
    assert sorted(by) == [0, 0, 0, 22]


@pytest.mark.slow
def test_four_commands_at_once(production: Production, tmp_path: Path) -> None:
    """As processes of their own: all end well, each migration is there once, and exactly one says that it ran it."""
    unproven = ["--unproven", "this is about turns", "--pg-bin", "nowhere"]
    words = [*STERNA, "migrate", str(EXAMPLE), "--yes", "--format", "json", *unproven]
    settings = environment(DATABASE_URL=production.url)
    running = [
        subprocess.Popen(words, cwd=tmp_path, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    ran: list[str] = []
    for process in running:
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained.decode()
        ran += [one["tag"] for one in json.loads(said)["applied"] if one["by_this_run"]]
    assert ran == [entry.tag for entry in entries()]
    assert production.tracked() == [(entry.hash, str(entry.when)) for entry in entries()]


def test_another_migrator_that_holds_the_table_for_too_long(folder: Path, production: Production) -> None:
    """The wait for our turn ends, and says whom it was for."""
    run(production, make(folder.parent / "first", {"0000_users": USERS}))
    with production.connect() as holder:
        holder.run("BEGIN; INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1)")
        with pytest.raises(Problem) as problem:
            run(production, folder, patience=Patience(turn=0.3))
        assert "Another migrator has worked for more than 0.3 s" in problem.value.what
        assert f"pid {holder.pid} (" in problem.value.where
    with production.connect() as holder:
        holder.run(f"SELECT pg_advisory_lock({KEY})")
        with pytest.raises(Problem) as problem:
            run(production, folder, patience=Patience(turn=0.3))
        assert f"pid {holder.pid} (" in problem.value.where


def test_who_writes_its_row_at_the_same_time_goes_first(folder: Path, production: Production) -> None:
    """A migrator without locks that ran the same migrations waits at its row: ours gives way to it."""
    run(production, make(folder.parent / "first", {"0000_users": USERS}))
    (folder / "0001_phone.sql").write_text("SELECT pg_sleep(1.2);")
    (folder / "0002_email.sql").write_text("CREATE TABLE once (id int);")
    rows = [(one.hash, one.when) for one in history.read(folder).migrations[1:]]
    heard = Heard()

    def drizzle() -> None:
        time.sleep(0.5)
        with production.connect() as connection:
            connection.run("BEGIN; CREATE TABLE IF NOT EXISTS theirs (id int)")
            for digest, when in rows:
                connection.run(
                    f"INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('{digest}', {when})"
                )
            connection.run("COMMIT")

    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(drizzle)
        done = run(production, folder, heard=heard)
        theirs.result()
    assert [one.seconds for one in done] == [None, None]
    assert len(production.tracked()) == 3
    assert production.rows("SELECT to_regclass('once'), to_regclass('theirs')") == [(None, "theirs")]
    assert heard.notes[0].startswith("gives way to another migrator (pid ")


def test_a_server_that_goes_away_and_comes_back(folder: Path, production: Production) -> None:
    """The session is ended in the middle: the server is asked again, and what it says is told."""
    (folder / "0002_email.sql").write_text("SELECT pg_sleep(20);")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run, production, folder)
        limit = time.monotonic() + 15
        while time.monotonic() < limit:
            try:
                with production.server.connect(admin=True) as admin:
                    ended = admin.rows(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                        f" AND datname = '{production.name}'"
                    )
            except SqlError:
                ended = []
            if ended:
                break
            time.sleep(0.05)
        with pytest.raises(Failed) as failed:
            running.result()
    assert failed.value.what == "The connection was lost."
    assert "The server was asked again. Nothing of this run is applied." in failed.value.where
    assert production.tracked() == []
    (folder / "0002_email.sql").write_text(EMAIL)
    assert len(run(production, folder)) == 3


def test_quick_patience_is_bounded() -> None:
    """The pauses double and do not grow without end."""
    assert [QUICK.before(attempt) for attempt in (1, 2, 3)] == [0.05, 0.1, 0.2]
    assert Patience().before(20) == 30
