"""The down file can be run, says what was proven, and cannot be broken out of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.history.model import Layout, Migration
from sterna.postgres.connection import SqlError
from sterna.postgres.server import Server
from sterna.problem import Problem
from sterna.report import down_file
from sterna.rollback.model import Rollback, Verdict
from sterna.sql.split import split
from tests.pull_request.observed import migration
from tests.report.golden_text import assert_golden
from tests.report.made import SERVER, rolled_back

UP = migration("CREATE TABLE t (a integer PRIMARY KEY)")
DOWN = 'DROP TABLE "public"."t"'
TRACKING = """CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);"""


def statements(text: str) -> list[str]:
    """Return the statements of a text."""
    return [statement.text for statement in split(text, Path("down.sql"))]


def test_the_file_reads_as_it_should() -> None:
    """Header and body are those that a person found right."""
    rollback = rolled_back(
        UP, DOWN, verdict=Verdict.STRUCTURE, reason="not brought back: rows", lost=("rows of public.t",)
    )
    assert_golden(Path(__file__).parent / "golden" / "down.sql", down_file.write(UP, rollback, SERVER))


def test_it_is_read_back() -> None:
    """What the header says is what was proven; a changed body is seen."""
    rollback = rolled_back(UP, DOWN, verdict=Verdict.COLUMN_ORDER, reason="order", lost=("a", "b"))
    text = down_file.write(UP, rollback, SERVER)
    found = down_file.read(text)
    assert found is not None
    assert (found.tag, found.verdict, found.hash, found.server) == (UP.tag, Verdict.COLUMN_ORDER, UP.hash, SERVER)
    assert (found.reason, found.lost, found.edited) == ("order", ("a", "b"), False)
    assert statements(found.body) == statements(text)
    edited = down_file.read(text.replace("DROP TABLE", "DROP TABLE IF EXISTS"))
    assert edited is not None
    assert edited.edited
    windows = down_file.read(text.replace("\n", "\r\n"))
    assert windows is not None
    assert not windows.edited


@pytest.mark.parametrize(
    "text", ["", "DROP TABLE t;", "-- Rollback of x\n", "-- Rollback of x\n-- verdict: exact (yes)\n\nSELECT 1;"]
)
def test_a_file_of_a_person_is_not_read_as_ours(text: str) -> None:
    """Without a whole header nothing is claimed."""
    assert down_file.read(text) is None


@given(st.text(), st.text(), st.lists(st.text()))
def test_no_text_gets_out_of_the_header(tag: str, reason: str, lost: list[str]) -> None:
    """Whatever stands in a name or a reason, the statements are those of the body, and the header is read back."""
    up = replace(UP, tag=tag)
    rollback = Rollback(tag, UP.path, Verdict.STRUCTURE, (DOWN,), reason, (), tuple(lost), (reason,))
    text = down_file.write(up, rollback, SERVER)
    assert statements(text) == statements(down_file.write(UP, rolled_back(UP, DOWN), SERVER))
    found = down_file.read(text)
    assert found is not None
    assert (found.verdict, found.hash, found.edited) == (Verdict.STRUCTURE, UP.hash, False)


@pytest.fixture
def database(server: Server) -> str:
    """Make a database where the migration is applied and tracked."""
    server.drop_database("down")
    server.create_database("down")
    with server.connect("down") as connection:
        connection.run(TRACKING + UP.chunks[0])
        connection.run(f"INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('{UP.hash}', {UP.when})")
    return "down"


def left(server: Server, database: str) -> tuple[str | None, str | None]:
    """Return whether the table is there, and how many migrations are tracked."""
    with server.connect(database) as connection:
        [row] = connection.rows(
            "SELECT to_regclass('t') IS NOT NULL, (SELECT count(*) FROM drizzle.__drizzle_migrations)"
        )
    return row[0], row[1]


def run(server: Server, database: str, up: Migration, rollback: Rollback) -> None:
    """Run the down file in one go."""
    with server.connect(database) as connection:
        connection.run(down_file.write(up, rollback, SERVER))


def test_it_takes_schema_and_tracking_row_back(server: Server, database: str) -> None:
    """After it Drizzle sees the migration as pending again."""
    run(server, database, UP, rolled_back(UP, DOWN))
    assert left(server, database) == ("f", "0")


@pytest.mark.parametrize(
    ("up", "later", "message"),
    [
        (replace(UP, hash="cd" * 32), 0, "its file was another one"),
        (replace(UP, when=UP.when + 1), 0, "not applied"),
        (UP, 1, "Later migrations are applied"),
    ],
)
def test_it_stops_where_it_was_not_proven(
    server: Server, database: str, up: Migration, later: int, message: str
) -> None:
    """Another migration, or one that is not the last, leaves everything as it was."""
    with server.connect(database) as connection:
        for number in range(later):
            connection.run(
                f"INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', {UP.when + number + 1})"
            )
    with pytest.raises(SqlError, match=message):
        run(server, database, up, rolled_back(up, DOWN))
    assert left(server, database) == ("t", str(1 + later))


def test_what_was_not_proven_does_nothing(server: Server, database: str) -> None:
    """A person has to finish it first."""
    with pytest.raises(SqlError, match="by hand"):
        run(server, database, UP, rolled_back(UP, DOWN, verdict=Verdict.BY_HAND, reason="rows"))
    assert left(server, database) == ("t", "1")


def test_a_migration_of_1_0_is_taken_back_by_its_name(server: Server) -> None:
    """The row goes by name, whatever its time and however the name is written; a later one keeps it, as with 0.x."""
    tag = "20260112102107_it's $$ ü"
    one = replace(UP, tag=tag, path=Path("drizzle") / tag / "migration.sql", when=1768213267000, layout=Layout.FOLDERS)
    assert down_file.path(one) == Path("drizzle") / "rollback" / f"{tag}.sql"
    text = down_file.write(one, rolled_back(one, DOWN), SERVER)
    name = tag.replace("'", "''")
    rows = f"""CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations
      (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint, name text, applied_at timestamptz DEFAULT now());
    INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES
      ('early', 1768213266000, 'early'), ('{one.hash}', 1768213267999, '{name}'), ('late', 1768213268000, 'late');"""
    database = "down_1_0"
    server.create_database(database)
    try:
        with server.connect(database) as connection:
            connection.run(f"{rows} CREATE TABLE t (a integer PRIMARY KEY)")
            with pytest.raises(SqlError, match="Later migrations are applied"):
                connection.run(text)
            connection.run("ROLLBACK; DELETE FROM drizzle.__drizzle_migrations WHERE name = 'late'")
            connection.run(text)
            assert connection.rows("SELECT name, to_regclass('t') FROM drizzle.__drizzle_migrations") == [
                ("early", None)
            ]
            connection.run("CREATE TABLE t (a integer PRIMARY KEY)")
            with pytest.raises(SqlError, match="This migration is not applied"):
                connection.run(text)
    finally:
        server.drop_database(database)


def test_a_file_that_is_too_large_is_refused_and_not_cut(tmp_path: Path) -> None:
    """Half of a way back is another one, and a file that was not read is not replaced either."""
    taken = replace(UP, path=tmp_path / f"{UP.tag}.sql")
    file = down_file.path(taken)
    file.parent.mkdir(parents=True)
    assert down_file.of_a_person(taken) is None
    file.write_text("SELECT 1;\n" + "-- " + "x" * 16 * 1024 * 1024)
    for read in (down_file.of_a_person, down_file.statements):
        with pytest.raises(Problem, match="larger than 16 MiB"):
            read(taken)


ROW = '"drizzle"."__drizzle_migrations"'


@pytest.mark.parametrize(
    ("statement", "left_out"),
    [
        (f"DELETE FROM {ROW} WHERE hash = '{UP.hash}'", True),
        (f"delete from {ROW.lower()} -- it\nwhere created_at={UP.when} and \"name\" = '{UP.tag}'", True),
        (f"DELETE FROM {ROW} WHERE created_at = '{UP.when}'", True),
        (f"DELETE FROM {ROW} WHERE created_at = {UP.when + 1}", False),
        (f"DELETE FROM {ROW} WHERE hash = '{'0' * 64}'", False),
        (f"DELETE FROM {ROW} WHERE id = 1", False),
        (f"DELETE FROM {ROW}", False),
        (f"DELETE FROM {ROW} WHERE created_at > 0", False),
        (f"DELETE FROM {ROW} WHERE hash = '{UP.hash}' OR true", False),
        (f"DELETE FROM {ROW} WHERE hash = '{UP.hash}' RETURNING harm()", False),
        (f"DELETE FROM {ROW} WHERE hash = harm()", False),
        (f"DELETE FROM users USING {ROW} m WHERE m.hash IS NOT NULL", False),
        (f"WITH w AS (DELETE FROM users) DELETE FROM {ROW} WHERE hash = '{UP.hash}'", False),
    ],
)
def test_only_the_removal_of_one_tracking_row_is_left_out(statement: str, left_out: bool, tmp_path: Path) -> None:
    """Whatever else a statement about the tracking table does, to other rows as well, it is proven like the rest."""
    up = replace(UP, path=tmp_path / UP.path.name)
    down_file.path(up).parent.mkdir()
    down_file.path(up).write_text(f"BEGIN;\n{DOWN};\n{statement};\nCOMMIT;\n")
    assert down_file.of_a_person(up) == ((DOWN,) if left_out else (DOWN, statement))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (f"created_at = {UP.when} AND", "created_at = 0 OR harm() AND"),
        (f"WHERE created_at > {UP.when})", f"WHERE created_at > {UP.when} AND harm())"),
        ("RAISE EXCEPTION 'Later", "PERFORM harm(); RAISE EXCEPTION 'Later"),
        (f"created_at = {UP.when} AND", f"created_at = {UP.when - 1} AND"),
    ],
)
def test_our_block_is_left_out_as_it_was_written(ours: str, theirs: str, tmp_path: Path) -> None:
    """Where a person put something into it, it is proven like the rest."""
    up = replace(UP, path=tmp_path / UP.path.name)
    down_file.path(up).parent.mkdir()
    text = down_file.write(up, rolled_back(up, DOWN), SERVER)
    assert ours in text
    down_file.path(up).write_text(text + "\n")
    assert down_file.statements(up) == (DOWN,)
    down_file.path(up).write_text(text.replace(ours, theirs))
    assert len(down_file.statements(up)) == 2


@pytest.mark.parametrize(
    ("before", "after", "lacking"),
    [
        ("", "", ""),
        ("BEGIN;\n", "-- mine\nbegin;\n", ""),
        ("BEGIN;\n", "", "it is not one transaction"),
        ("COMMIT;\n", "", "it is not one transaction"),
        ("DO $$ BEGIN", "DO $$ BEGIN PERFORM 1;", "nothing in it takes the row of 0001_change out"),
    ],
)
def test_what_a_file_lacks(before: str, after: str, lacking: str, tmp_path: Path) -> None:
    """A file that is run as its header says is one transaction, and takes the row of its migration along."""
    up = replace(UP, path=tmp_path / UP.path.name)
    down_file.path(up).parent.mkdir()
    text = down_file.write(up, rolled_back(up, DOWN), SERVER)
    assert not before or before in text
    down_file.path(up).write_text(text.replace(before, after) if before else text)
    assert lacking in down_file.unfinished(up)
    assert bool(lacking) == bool(down_file.unfinished(up))


@pytest.mark.parametrize("ahead", ["", "\ufeff", "\n", "-- by me\n"])
@pytest.mark.parametrize("line", ["verdict: exact", "verdict: exact (whatever)", "verdict: exact\r"])
def test_what_a_file_claims(ahead: str, line: str, tmp_path: Path) -> None:
    """The verdict that a file says counts, whatever a person made of the rest of its header."""
    up = replace(UP, path=tmp_path / UP.path.name)
    down_file.path(up).parent.mkdir()
    text = down_file.write(up, rolled_back(up, DOWN), SERVER)
    [said] = [row for row in text.split("\n") if row.startswith("-- verdict: ")]
    down_file.path(up).write_bytes((ahead + text.replace(said, f"-- {line}")).encode())
    assert down_file.claimed(up) is Verdict.EXACT
    down_file.path(up).write_text(f"{DOWN};\n")
    assert down_file.claimed(up) is None
