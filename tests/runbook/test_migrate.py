"""Applying migrations: what it leaves behind, and what it says, when all goes well and when it does not."""

from __future__ import annotations

import json
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
from tests.cli.histories import make
from tests.drizzle.example import entries
from tests.runbook.conftest import Production
from tests.runbook.running import QUICK, Heard, run, standing, tags

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "migrations"
USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
PHONE = "ALTER TABLE users ADD COLUMN phone text;"
EMAIL = "ALTER TABLE users ADD COLUMN email text;--> statement-breakpoint\nCREATE INDEX email_idx ON users (email);"
BUILD = "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of three migrations."""
    return make(tmp_path / "drizzle", {"0000_users": USERS, "0001_phone": PHONE, "0002_email": EMAIL})


def test_all_pending_are_applied_and_tracked(folder: Path, production: Production) -> None:
    """In one transaction, with the rows that Drizzle would write; a second run has nothing to do."""
    heard = Heard()
    done = run(production, folder, heard=heard)
    assert [one.tag for one in done] == ["0000_users", "0001_phone", "0002_email"]
    assert heard.statements == ["0000_users:1", "0001_phone:1", "0002_email:1", "0002_email:2"]
    assert production.tracked() == [(one.hash, str(one.when)) for one in history.read(folder).migrations]
    assert production.rows("SELECT count(DISTINCT xmin::text) FROM drizzle.__drizzle_migrations") == [("1",)]
    assert run(production, folder) == ()
    assert standing(production, folder).wrong is False


def test_one_by_one_each_has_its_own_transaction(folder: Path, production: Production) -> None:
    """What was applied before the failing one stays."""
    (folder / "0002_email.sql").write_text("ALTER TABLE nobody ADD COLUMN email text;")
    with pytest.raises(Failed) as failed:
        run(production, folder, one_by_one=True)
    assert tags(production, folder) == ["0000_users", "0001_phone"]
    assert failed.value.applied == ("0000_users", "0001_phone")
    assert "Applied in this run: 0000_users, 0001_phone. Not applied: 0002_email." in failed.value.where


def test_the_example_as_it_is(production: Production, other: Production) -> None:
    """22 migrations whole and one by one make the same schema and the same rows."""
    run(production, EXAMPLE)
    run(other, EXAMPLE, one_by_one=True)
    expected = [(entry.hash, str(entry.when)) for entry in entries()]
    assert production.tracked() == other.tracked() == expected
    assert production.dump() == other.dump()


def test_an_error_says_all_that_is_known(folder: Path, production: Production) -> None:
    """File, line, statement number, SQLSTATE, PostgreSQL's hint; and nothing is left of the transaction."""
    (folder / "0002_email.sql").write_text(
        "ALTER TABLE users ADD COLUMN email text;--> statement-breakpoint\n\n"
        "ALTER TABLE users\n  ALTER COLUMN nam SET NOT NULL;"
    )
    before = production.dump()
    with pytest.raises(Failed) as failed:
        run(production, folder)
    path = folder / "0002_email.sql"
    assert failed.value.what == "0002_email was refused."
    assert failed.value.where.splitlines() == [
        f"{path}:3:1, statement 2 of 2",
        '42703: column "nam" of relation "users" does not exist',
        "ALTER TABLE users ALTER COLUMN nam SET NOT NULL",
        "Nothing of this run is applied. Not applied: 0000_users, 0001_phone, 0002_email.",
    ]
    assert production.tracked() == []
    assert [line for line in production.dump().splitlines() if "users" in line] == []
    assert [line for line in before.splitlines() if "drizzle" in line] == []


def test_the_place_is_where_postgresql_points_to(tmp_path: Path, production: Production) -> None:
    """A syntax error is placed in the file, not at the beginning of its statement; the hint is passed on."""
    folder = make(tmp_path / "d", {"0000_a": "CREATE TABLE a (id int);\nSELECT\n  a.idd FROM a;"})
    with pytest.raises(Failed) as failed:
        run(production, folder)
    lines = failed.value.where.splitlines()
    assert lines[0] == f"{folder / '0000_a.sql'}:3:3, statement 2 of 2"
    assert lines[1] == "42703: column a.idd does not exist"
    assert lines[2].startswith("hint: Perhaps you meant to reference the column")


def test_a_deferred_constraint_speaks_up_at_commit(tmp_path: Path, production: Production) -> None:
    """What fails at COMMIT is said to, and nothing is applied."""
    folder = make(
        tmp_path / "d",
        {
            "0000_a": "CREATE TABLE a (id int PRIMARY KEY);"
            "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);INSERT INTO b VALUES (1);"
        },
    )
    with pytest.raises(Failed, match=r"0000_a\.sql: COMMIT\n23503: "):
        run(production, folder)
    assert production.tracked() == []


def test_what_exists_already_is_told_with_the_way_out(folder: Path, production: Production) -> None:
    """The commonest error of all names the command that mends it."""
    production.run(USERS)
    with pytest.raises(Failed, match="sterna mark-applied 0000_users"):
        run(production, folder)
    production.run("DROP TABLE users; CREATE TABLE other (id integer)")
    (folder / "0000_users.sql").write_text("DROP TABLE users;")
    with pytest.raises(Failed, match="by hand: `sterna mark-applied 0000_users`"):
        run(production, folder)


def test_what_drizzle_skips_is_refused_and_can_be_run(folder: Path, production: Production) -> None:
    """A late migration is named; --out-of-order runs it, and the table is then as if it had always been there."""
    found = history.read(folder)
    run(production, folder)
    production.run(f"DELETE FROM drizzle.__drizzle_migrations WHERE hash = '{found.migrations[1].hash}'")
    production.run("ALTER TABLE users DROP COLUMN phone")
    with pytest.raises(Problem, match="Drizzle would skip 0001_phone in silence"):
        run(production, folder)
    assert [one.tag for one in run(production, folder, out_of_order=True)] == ["0001_phone"]
    assert sorted(tags(production, folder)) == ["0000_users", "0001_phone", "0002_email"]
    assert standing(production, folder).position.wrong is False


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE drizzle.__drizzle_migrations SET created_at = NULL WHERE id = 1", "would run 0000_users again"),
        (
            "ALTER TABLE drizzle.__drizzle_migrations ADD name text, ADD applied_at timestamptz",
            "upgraded by Drizzle 1.0",
        ),
    ],
)
def test_a_table_that_is_not_in_order(folder: Path, production: Production, spoil: str, said: str) -> None:
    """Where a run would repeat or hide something, it does not run."""
    (folder / "meta" / "_journal.json").write_text(
        json.dumps({"version": "7", "dialect": "postgresql", "entries": _journal(folder)[:1]})
    )
    run(production, folder)
    production.run(spoil)
    with pytest.raises(Problem, match=said):
        run(production, folder)


def _journal(folder: Path) -> list[object]:
    entries: list[object] = json.loads((folder / "meta" / "_journal.json").read_text())["entries"]
    return entries


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TABLE a (id int);COMMIT;BEGIN;", "0000_a controls the transaction itself: COMMIT."),
        ("CREATE TABLE a (id int);CREATE INDEX CONCURRENTLY a_id ON a (id);", "0000_a mixes statements"),
        ("CREATE INDEX CONCURRENTLY ON a (id);", "0000_a mixes statements"),
        ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY;", "0000_a mixes statements"),
    ],
)
def test_what_could_not_be_gone_on_with_is_refused(tmp_path: Path, production: Production, sql: str, said: str) -> None:
    """A file whose half could be applied without anybody knowing is not begun."""
    folder = make(tmp_path / "d", {"0000_a": sql})
    with pytest.raises(Problem, match=said):
        run(production, folder)
    assert production.rows("SELECT to_regclass('drizzle.__drizzle_migrations')") == [(None,)]


def test_a_missing_file_stops_the_run(folder: Path, production: Production) -> None:
    """As with Drizzle, applied or not."""
    (folder / "0001_phone.sql").unlink()
    with pytest.raises(Problem, match="0001_phone cannot be read: The journal names 0001_phone"):
        run(production, folder)


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


def test_the_command_shows_its_plan_and_asks(folder: Path, production: Production) -> None:
    """Plan, locks and verdicts on standard output; without --yes and a terminal nothing is done."""
    asked = production.sterna("migrate", folder, cwd=folder.parent)
    assert asked.returncode == 2
    assert "1. in one transaction\n    0000_users\n      1. CREATE TABLE users" in asked.stdout
    assert "      way back: exact (the schema came back exactly)\n" in asked.stdout
    assert "There is nobody to ask, so nothing was done." in asked.stderr
    assert production.tracked() == []
    done = production.sterna("migrate", folder, "--yes", cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert "applied  0002_email (2 statements, " in done.stdout
    production.run("INSERT INTO users SELECT number FROM generate_series(1, 1000) number; ANALYZE users")
    more = make(folder, {"0000_users": USERS, "0001_phone": PHONE, "0002_email": EMAIL, "0003_build": BUILD})
    built = production.sterna("migrate", more, "--yes", cwd=folder.parent)
    assert built.returncode == 0, built.stderr
    assert "1. outside of transactions\n    0003_build\n" in built.stdout
    assert "SHARE UPDATE EXCLUSIVE on public.users (about 1,000 rows, " in built.stdout
    again = production.sterna("migrate", more, "--yes", "--format", "json", cwd=folder.parent)
    nothing = {"takes_over": False, "groups": [], "server": None, "not_proven": [], "reason": "", "applied": []}
    assert json.loads(again.stdout) == nothing


def test_what_is_not_proven_needs_a_reason(tmp_path: Path, production: Production) -> None:
    """What fails on rows is refused where there are rows; a reason lets it run and is printed.

    The table is looked for under the name that it has before the plan runs.
    """
    steps = {
        "0000_users": "CREATE TABLE users (id integer, phone text);",
        "0001_rename": "ALTER TABLE users RENAME TO people;",
        "0002_strict": "ALTER TABLE people ALTER COLUMN phone SET NOT NULL;",
    }
    folder = make(tmp_path / "drizzle", steps)
    run(production, make(tmp_path / "one", {"0000_users": steps["0000_users"]}))
    empty = production.sterna("migrate", folder, "--plan", cwd=tmp_path)
    assert empty.returncode == 0, empty.stderr
    assert ("before; this server is" in empty.stdout) == (production.server.version < 180000)
    production.run("INSERT INTO users VALUES (1, '1')")
    refused = production.sterna("migrate", folder, "--yes", cwd=tmp_path)
    assert refused.returncode == 1
    said = (
        "sterna: Something of this is not proven, so it does not run.\n  0002_strict fails on tables that hold rows: "
    )
    assert said in refused.stderr
    assert len(production.tracked()) == 1
    words = ["--unproven", "every row has a phone"]
    done = production.sterna("migrate", folder, "--yes", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "It runs all the same: every row has a phone\n" in done.stdout
    assert len(production.tracked()) == 3


def test_quick_patience_is_bounded() -> None:
    """The pauses double and do not grow without end."""
    assert [QUICK.before(attempt) for attempt in (1, 2, 3)] == [0.05, 0.1, 0.2]
    assert Patience().before(20) == 30
