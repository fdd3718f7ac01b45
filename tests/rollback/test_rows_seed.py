"""Every table gets rows, whatever its columns and constraints are."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server
from sterna.rollback.rows import Seeded, fingerprint, seed
from sterna.sql.quote import literal, name
from tests.rollback.zoo import FOLDER, zoo

FILES = sorted(FOLDER.glob("*.sql"))


def filled(connection: Connection) -> Seeded:
    """Seed all tables of a database."""
    return seed(connection, catalogs.read(connection))


def rows(connection: Connection, table: str) -> list[tuple[str | None, ...]]:
    """Return all rows of a table in the order in which they came."""
    return connection.rows(f"SELECT * FROM {table} ORDER BY ctid")


def test_there_are_fixtures() -> None:
    """The folder of fixtures is found."""
    assert len(FILES) >= 9


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_tables_are_filled(path: Path, server: Server) -> None:
    """No more tables stay unfilled than the fixture allows, each with a reason, and what is filled holds rows."""
    sql = path.read_text()
    allowed = re.search(r"May stay unfilled: (\d+)", sql)
    assert allowed is not None
    with zoo(server, sql) as connection:
        seeded = filled(connection)
        catalog = catalogs.read(connection)
        images = fingerprint(connection, catalog)
    assert len(seeded.unfilled) == int(allowed[1]), seeded.unfilled
    assert all(reason for _, reason in seeded.unfilled)
    assert len(seeded.filled) + len(seeded.unfilled) == len(catalog.tables)
    assert all(images[catalog.relation_name(oid)].count for oid in seeded.filled)


def test_seeding_leaves_the_schema_as_it_is(server: Server) -> None:
    """Triggers, rules and row security that were switched off for a moment are on again, in the state they had."""
    with zoo(server, (FOLDER / "obstacles.sql").read_text()) as connection:
        before = catalogs.read(connection)
        seed(connection, before)
        after = catalogs.read(connection)
    for kind in ("relations", "triggers", "rules", "policies", "constraints"):
        assert before.kind(kind) == after.kind(kind)


def test_the_same_catalog_gives_the_same_rows(server: Server) -> None:
    """Two databases made alike are filled alike."""
    images = []
    for _ in range(2):
        with zoo(server, (FOLDER / "checks.sql").read_text() + (FOLDER / "links.sql").read_text()) as connection:
            filled(connection)
            images.append(fingerprint(connection, catalogs.read(connection)))
    # Defaults that tell the time are no values of ours; no table here uses one.
    assert images[0] == images[1]


def test_two_rows_are_alike_and_one_has_nulls(server: Server) -> None:
    """Rows one and two share what no unique constraint keeps apart, row three has NULL where it may."""
    sql = "CREATE TABLE t (id integer PRIMARY KEY, code text NOT NULL, note text, flag boolean NOT NULL DEFAULT true)"
    with zoo(server, sql) as connection:
        filled(connection)
        one, two, three = rows(connection, "t")
    assert one[0] != two[0]
    assert one[1:] == two[1:]
    assert one[2]
    assert one[3] == "f"
    assert three[1] != one[1]
    assert three[2] is None
    assert three[3] == "t"


def test_a_unique_constraint_over_duplicates_is_found(server: Server) -> None:
    """What is unique only by luck is not unique in the rows."""
    with zoo(server, "CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL, b integer)") as connection:
        filled(connection)
        for column in ("a", "b"):
            with pytest.raises(SqlError) as refused:
                connection.run(f"CREATE UNIQUE INDEX ON t ({column})")
            assert refused.value.sqlstate == "23505"
        connection.run("CREATE UNIQUE INDEX ON t (id, a)")


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("a text", "TYPE varchar(255)"),
        ("a varchar(50)", "TYPE varchar(49)"),
        ("a bigint", "TYPE integer"),
        ("a integer", "TYPE smallint"),
        ("a numeric(10,2)", "TYPE numeric(9,2)"),
        ("a text", "TYPE integer USING a::integer"),
        ("a text", "SET NOT NULL"),
    ],
)
def test_narrowing_changes_fail(column: str, change: str, server: Server) -> None:
    """A value that only just fits, or a NULL, is in the rows, so that a narrower column is refused."""
    with zoo(server, f"CREATE TABLE t ({column})") as connection:
        filled(connection)
        with pytest.raises(SqlError) as refused:
            connection.run(f"ALTER TABLE t ALTER a {change}")
    assert refused.value.sqlstate[:2] in ("22", "23")


def test_values_are_not_those_of_the_default(server: Server) -> None:
    """A value that is lost and comes back as the default is another one."""
    with zoo(server, (FOLDER / "types.sql").read_text()) as connection:
        filled(connection)
        one = connection.rows("SELECT a, b, c, d, g, h, l, m, n FROM defaults ORDER BY ctid LIMIT 1")[0]
    for value, default in zip(one, ("5", "x", "t", "happy", "{}", "{}", "1.5", "-1", "it's"), strict=True):
        assert value not in (None, "", default)


def test_columns_hold_different_values(server: Server) -> None:
    """A value that lands in the wrong column is noticed."""
    sql = "CREATE TABLE t (a text, b text, c integer, d integer, e uuid, f uuid, g date, h date)"
    with zoo(server, sql) as connection:
        filled(connection)
        one = rows(connection, "t")[0]
    assert len(set(one)) == len(one)


def test_foreign_keys_point_to_rows(server: Server) -> None:
    """All rows but the one with NULLs point somewhere, also where tables point to each other in a circle."""
    with zoo(server, (FOLDER / "links.sql").read_text()) as connection:
        seeded = filled(connection)
        for table, column in (("trees", "parent"), ("counted_trees", "parent"), ("hens", "egg"), ("tasks", "person")):
            [(pointing, empty)] = connection.rows(f"SELECT count({column}), count(*) - count({column}) FROM {table}")
            assert (pointing, empty) == ("2", "1"), table
    assert [table for table, _ in seeded.partly] == []


def test_only_what_was_asked_for_and_what_it_needs(server: Server) -> None:
    """Given tables are filled, and of the others only the empty ones that a foreign key leads to."""
    sql = (
        "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a integer NOT NULL REFERENCES a);"
        "CREATE TABLE c (id integer); CREATE TABLE held (id integer PRIMARY KEY); INSERT INTO held VALUES (77);"
        "CREATE TABLE d (h integer NOT NULL REFERENCES held)"
    )
    with zoo(server, sql) as connection:
        catalog = catalogs.read(connection)
        wanted = [relation.oid for relation in catalog.tables if relation.name in ("b", "d")]
        seeded = seed(connection, catalog, tables=wanted)
        counts = {key[1]: image.count for key, image in fingerprint(connection, catalog).items()}
    assert sorted(seeded.filled) == sorted(wanted)
    assert counts == {"a": 3, "b": 3, "c": 0, "d": 3, "held": 1}


def test_another_number_of_rows(server: Server) -> None:
    """One row or twenty can be asked for."""
    sql = (
        "CREATE TABLE t (id integer PRIMARY KEY, a text); CREATE TABLE u (t integer REFERENCES t, n numeric(1) UNIQUE)"
    )
    for count, narrow in ((1, 1), (20, 9)):
        with zoo(server, sql) as connection:
            seeded = seed(connection, catalogs.read(connection), rows=count)
            assert len(seeded.filled) == 2
            assert len(rows(connection, "t")) == count
            assert len(rows(connection, "u")) >= min(count, narrow)


def test_an_open_transaction_stays_open_and_whole(server: Server) -> None:
    """Failing INSERTs lose nothing, deferred constraints leave nothing pending, and ROLLBACK takes it all back."""
    sql = "".join((FOLDER / f"{stem}.sql").read_text() for stem in ("links", "hopeless", "obstacles"))
    with zoo(server, sql) as connection:
        connection.run("BEGIN; CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1)")
        seeded = filled(connection)
        assert connection.in_transaction
        assert len(seeded.unfilled) == 5
        assert connection.rows("SELECT count(*) FROM mine") == [("4",)]
        # Would be refused if a deferred constraint of the table were still to be checked.
        connection.run("ALTER TABLE later ADD COLUMN more integer; ALTER TABLE scissors ADD COLUMN more integer")
        connection.run("ROLLBACK")
        assert connection.rows("SELECT count(*) FROM parents") == [("0",)]


def test_rows_that_are_there_stay(server: Server) -> None:
    """Rows of the history are not touched, and more come to them."""
    with zoo(server, (FOLDER / "keys.sql").read_text()) as connection:
        filled(connection)
        assert connection.rows("SELECT count(*), min(name) FILTER (WHERE id = 11) FROM held") == [("6", "v1")]
        assert int(connection.rows("SELECT count(*) FROM counted")[0][0] or 0) > 2


def test_seeding_again_adds_rows(server: Server) -> None:
    """A second time finds other keys."""
    with zoo(server, (FOLDER / "links.sql").read_text()) as connection:
        filled(connection)
        seeded = filled(connection)
        assert not seeded.unfilled
        assert connection.rows("SELECT count(*) FROM parents") == [("6",)]


def test_a_trigger_that_never_ends_is_ended(server: Server) -> None:
    """A trigger that loops is switched off after a moment, and the timeout of the session is what it was."""
    sql = (
        "CREATE FUNCTION endless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;"
        "CREATE TABLE a (id integer); CREATE TABLE b (id integer);"
        "CREATE TRIGGER endless BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION endless();"
        "SET statement_timeout = '7s'"
    )
    with zoo(server, sql) as connection:
        start = time.monotonic()
        seeded = filled(connection)
        assert connection.rows("SHOW statement_timeout") == [("7s",)]
    assert not seeded.unfilled
    assert time.monotonic() - start < 10


@pytest.mark.slow
def test_a_check_that_never_ends_is_given_up(server: Server) -> None:
    """A check that loops costs some seconds and its own table, no more."""
    sql = (
        "CREATE FUNCTION endless(n integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
        " $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;"
        "CREATE TABLE a (id integer NOT NULL CHECK (endless(id))); CREATE TABLE b (id integer)"
    )
    with zoo(server, sql) as connection:
        start = time.monotonic()
        seeded = filled(connection)
    assert [table for table, _ in seeded.unfilled] == ["public.a"]
    assert time.monotonic() - start < 15


def test_the_time_is_limited(server: Server) -> None:
    """When the time is over, the tables that are left are named with that reason."""
    with zoo(server, "CREATE TABLE a (id integer); CREATE TABLE b (id integer)") as connection:
        seeded = seed(connection, catalogs.read(connection), seconds=-1)
    assert [table for table, _ in seeded.unfilled] == ["public.a", "public.b"]
    assert all("time" in reason for _, reason in seeded.unfilled)


def test_a_very_wide_table(server: Server) -> None:
    """A table with a thousand columns is filled, also when conditions hold hundreds of them together."""
    columns = ", ".join(f"c{number} integer NOT NULL" for number in range(1000))
    total = " + ".join(f"c{number}::bigint" for number in range(300))
    with zoo(server, f"CREATE TABLE t ({columns}, CHECK ({total} > 0))") as connection:
        seeded = filled(connection)
    assert not seeded.unfilled


def test_roles_that_may_not_are_told(server: Server) -> None:
    """A table that belongs to somebody else is named with what PostgreSQL says."""
    with zoo(server) as connection:
        [(database,)] = connection.rows("SELECT current_database()")
        with server.connect(str(database), admin=True) as admin:
            admin.run("CREATE TABLE theirs (id integer); GRANT SELECT ON theirs TO PUBLIC")
        seeded = filled(connection)
    assert [table for table, _ in seeded.unfilled] == ["public.theirs"]
    assert "permission denied" in seeded.unfilled[0][1]


TYPES = [
    "integer",
    "smallint",
    "bigint",
    "text",
    "varchar(5)",
    "char(2)",
    "boolean",
    "uuid",
    "numeric(6,3)",
    "jsonb",
    "timestamptz",
    "date",
    "text[]",
    "int4range",
    "inet",
    "bytea",
    "interval",
    "mood",
    "percent",
    "bit(4)",
]
CHECKS = {
    "integer": ["{} > 10", "{} IN (3, 4, 5)", "{} BETWEEN 100 AND 200"],
    "text": ["length({}) > 2", "{} IN ('one', 'two', 'three')", "{} ~ '^[a-z]+-[0-9]{{2}}$'", "{} LIKE 'x_%'"],
    "numeric(6,3)": ["{} >= 0", "{} < 1"],
    "date": ["{} > '2100-01-01'"],
}


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Draw a few tables with columns, keys, checks and foreign keys."""
    made: list[tuple[str, str]] = []
    texts = [
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
        "CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100)",
    ]
    for number in range(draw(st.integers(1, 4))):
        table = name(draw(st.sampled_from(["t", "Some Table", 'quo"te', "ünïcode", "select"])) + str(number))
        key = draw(st.sampled_from(["uuid", "integer", "serial", "text", "integer GENERATED ALWAYS AS IDENTITY"]))
        parts = [f"id {key} PRIMARY KEY"]
        columns = []
        for place in range(draw(st.integers(0, 6))):
            column = name(draw(st.sampled_from(["c", "C d", "order", "a'b"])) + str(place))
            kind = draw(st.sampled_from(TYPES))
            text = f"{column} {kind}"
            if draw(st.booleans()):
                text += " NOT NULL"
            if kind in CHECKS and draw(st.booleans()):
                text += f" CHECK ({draw(st.sampled_from(CHECKS[kind])).format(column)})"
            elif kind != "boolean" and draw(st.integers(0, 4)) == 0:
                text += " UNIQUE"
            parts.append(text)
            columns.append(column)
        if number and draw(st.booleans()):
            other, kind = made[draw(st.integers(0, number - 1))]
            parts.append(f"up {kind}{draw(st.sampled_from(['', ' NOT NULL', ' UNIQUE']))} REFERENCES {other}")
        if len(columns) > 1 and draw(st.booleans()):
            parts.append(f"UNIQUE ({', '.join(columns[:2])})")
        texts.append(f"CREATE TABLE {table} ({', '.join(parts)})")
        made.append((table, "integer" if key.startswith(("serial", "integer")) else key))
    return ";".join(texts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sql=tables())
def test_tables_drawn_at_random_are_filled(sql: str, server: Server) -> None:
    """Whatever the columns, keys and checks are: every table is filled, and reading twice gives one image."""
    with zoo(server, sql) as connection:
        catalog = catalogs.read(connection)
        seeded = seed(connection, catalog)
        assert not seeded.unfilled, literal(sql)
        assert fingerprint(connection, catalog) == fingerprint(connection, catalog)
