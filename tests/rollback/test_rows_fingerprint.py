"""The image of rows tells what changed, and only that."""

from __future__ import annotations

import pytest

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from sterna.rollback.rows import Changes, Image, compare, fingerprint, seed
from tests.rollback.zoo import FOLDER, zoo

T = ("public", "t")
ZOO = """
CREATE TABLE t (id integer PRIMARY KEY, a text, b text, j json, p point, x float8, m money);
INSERT INTO t VALUES (1, 'x', '', '{"a": 1}', '(1,2)', 0.1, '1.50'), (2, 'y', NULL, NULL, NULL, 'NaN', NULL),
  (3, 'y', 'null', '{}', '(0,0)', '-0', '2')
"""


def image(connection: Connection) -> dict[tuple[str, str], Image]:
    """Take the image of all tables."""
    return fingerprint(connection, catalogs.read(connection))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("SELECT 1", Changes()),
        ("UPDATE t SET a = a", Changes()),
        ("CREATE TABLE u AS TABLE t; TRUNCATE t; INSERT INTO t SELECT * FROM u ORDER BY id DESC", Changes()),
        ("UPDATE t SET a = 'z' WHERE id = 1", Changes(columns=((*T, "a"),))),
        ("UPDATE t SET b = '' WHERE id = 2", Changes(columns=((*T, "b"),))),
        ("UPDATE t SET b = NULL WHERE id = 1", Changes(columns=((*T, "b"),))),
        ("UPDATE t SET j = '{ }' WHERE id = 3", Changes(columns=((*T, "j"),))),
        ("UPDATE t SET x = 0 WHERE id = 3", Changes(columns=((*T, "x"),))),
        ("UPDATE t SET p = NULL WHERE id = 1", Changes(columns=((*T, "p"),))),
        ("UPDATE t SET x = x::float4 WHERE id = 1", Changes(columns=((*T, "x"),))),
        ("UPDATE t SET a = CASE id WHEN 1 THEN 'y' WHEN 2 THEN 'x' ELSE a END", Changes(mixed=(T,))),
        ("DELETE FROM t WHERE id = 2", Changes(gone=((T, 1),))),
        ("INSERT INTO t VALUES (4)", Changes(extra=((T, 1),))),
        ("INSERT INTO t VALUES (4); UPDATE t SET a = 'q' WHERE id = 1", Changes(columns=((*T, "a"),), extra=((T, 1),))),
        ("DELETE FROM t WHERE id = 1; UPDATE t SET a = 'q'", Changes(gone=((T, 1),), columns=((*T, "a"),))),
        ("DROP TABLE t", Changes(gone=((T, 3),))),
        ("ALTER TABLE t DROP b", Changes(columns=((*T, "b"),))),
        ("ALTER TABLE t DROP b; ALTER TABLE t ADD b text", Changes(columns=((*T, "b"),))),
        ("ALTER TABLE t ADD c integer", Changes()),
        ("SET TimeZone = 'Asia/Tokyo'; SET extra_float_digits = 0; SET DateStyle = German", Changes()),
    ],
)
def test_changes(change: str, expected: Changes, server: Server) -> None:
    """Each change of rows is told by the table or column it is in."""
    with zoo(server, ZOO) as connection:
        before = image(connection)
        connection.run(change)
        after = image(connection)
    assert compare(before, after) == expected


def test_what_is_lost_in_words() -> None:
    """Losses are said as a rollback lists them, and rows that nobody could read are not passed over."""
    changes = Changes(gone=((T, 2),), columns=((*T, "a"),), extra=((T, 1),), unread=((T, "why"),))
    assert changes.lost == ("rows of public.t", "values of public.t.a", "perhaps rows of public.t: why")
    assert Changes(extra=((T, 1),)).lost == ()


def test_settings_of_the_session_are_kept(server: Server) -> None:
    """Taking an image leaves the session as it was, in and outside of a transaction."""
    with zoo(server, ZOO) as connection:
        connection.run("SET TimeZone = 'Asia/Tokyo'; SET search_path = pg_catalog, public")
        for start in ("", "BEGIN"):
            connection.run(start)
            image(connection)
            assert connection.rows("SHOW TimeZone") == [("Asia/Tokyo",)]
            assert connection.rows("SHOW search_path") == [("pg_catalog, public",)]
            assert connection.rows("SHOW row_security") == [("on",)]
        assert connection.in_transaction


def test_a_renamed_table_is_the_callers_word(server: Server) -> None:
    """With the name it has now, a table is compared with itself."""
    with zoo(server, ZOO) as connection:
        before = image(connection)
        connection.run("ALTER TABLE t RENAME TO u")
        after = image(connection)
    assert compare(before, after) == Changes(gone=((T, 3),))
    assert compare(before, after, {T: ("public", "u")}) == Changes()


def test_column_order_means_nothing(server: Server) -> None:
    """A column that comes back at the end with its values is the same column."""
    with zoo(server, "CREATE TABLE t (a integer, b integer); INSERT INTO t VALUES (1, 2), (3, 4)") as connection:
        before = image(connection)
        connection.run(
            "ALTER TABLE t ADD c integer; UPDATE t SET c = a; ALTER TABLE t DROP a; ALTER TABLE t RENAME c TO a"
        )
        assert compare(before, image(connection)) == Changes()


def test_large_tables_are_digested_where_they_lie(server: Server) -> None:
    """A table of many rows is compared too; when their number changed, nothing more is claimed."""
    sql = "CREATE TABLE t (id integer, a text); INSERT INTO t SELECT n, md5(n::text) FROM generate_series(1, 20000) n"
    with zoo(server, sql) as connection:
        before = image(connection)
        assert sum(map(len, before[T].columns.values())) < 100
        connection.run("CREATE TABLE u AS TABLE t ORDER BY a; TRUNCATE t; INSERT INTO t TABLE u; DROP TABLE u")
        assert compare(before, image(connection)) == Changes()
        connection.run("UPDATE t SET a = NULL WHERE id = 7")
        assert compare(before, image(connection)) == Changes(columns=((*T, "a"),))
        connection.run("DELETE FROM t WHERE id = 7")
        changes = compare(before, image(connection))
    assert changes.gone == ((T, 1),)
    assert changes.unread


def test_partitions_count_for_their_parents(server: Server) -> None:
    """A row of a partition is a row of the table above, a row of an inheritance child is not."""
    with zoo(server, (FOLDER / "partitions.sql").read_text()) as connection:
        seed(connection, catalogs.read(connection))
        found = {key[1]: one.count for key, one in image(connection).items()}
    assert found["listed"] == found["listed_a"] + found["listed_b"] == 6
    assert found["vehicles"] == found["cars"] == 3


def test_rows_behind_row_security_are_read_by_the_owner(server: Server) -> None:
    """Forced row security hides nothing from the image, and is in force afterwards."""
    sql = """CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2);
      ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"""
    with zoo(server, sql) as connection:
        for start in ("", "BEGIN"):
            connection.run(start)
            assert image(connection)[T].count == 2
            assert connection.rows("SELECT count(*) FROM t") == [("0",)]


def test_rows_that_cannot_be_read_are_said(server: Server) -> None:
    """A table that belongs to somebody else is not taken for an empty one."""
    with zoo(server) as connection:
        [(database,)] = connection.rows("SELECT current_database()")
        with server.connect(str(database), admin=True) as admin:
            admin.run("CREATE TABLE t (id integer)")
        found = image(connection)
    assert "permission denied" in found[T].unread
    assert compare(found, found).unread
    assert compare(found, found) != Changes()


def test_hostile_text_functions_are_not_called(server: Server) -> None:
    """A cast to text that somebody made does not decide what a value is."""
    sql = """CREATE TYPE pair AS (a integer, b integer);
      CREATE FUNCTION lie(pair) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'same' $$;
      CREATE CAST (pair AS text) WITH FUNCTION lie(pair) AS ASSIGNMENT;
      CREATE TABLE t (p pair); INSERT INTO t VALUES ('(1,2)')"""
    with zoo(server, sql) as connection:
        before = image(connection)
        connection.run("UPDATE t SET p = '(1,3)'")
        assert compare(before, image(connection)) == Changes(columns=((*T, "p"),))
