"""What fills a re-created column is valid SQL on tables that hold rows, and unique where it must be."""

from __future__ import annotations

import pytest

from sterna.postgres import catalog as catalogs
from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from sterna.rollback.rows import fill_value, fill_values
from sterna.sql.quote import name
from tests.rollback.zoo import FOLDER, zoo

NOTHING = {
    "inner_ones": set("bcdefghijklmnopqrst"),
    "own": set("cegi"),
    "shapes": {"b"},
    "documents": {"c"},
    "bits": set(),
}


def lacking(connection: Connection, table: str) -> set[str]:
    """Fill each column of a table anew on three rows, as a rollback does; return those that nothing fills."""
    catalog = catalogs.read(connection)
    relation = catalog.table("public", table)
    assert relation is not None
    without = set()
    for column in catalog.columns_of(relation.oid):
        if column.generated or column.identity_mode:
            assert fill_value(column, catalog) is None
            continue
        value = fill_value(column, catalog)
        if value is None:
            without.add(column.name)
            continue
        value = value.replace(name("public", table), "copy").replace(name(table), "copy")
        # A domain that takes no NULL cannot be added to a table that holds rows without a default.
        default = f"DEFAULT {value}" if table == "own" and column.name in "de" else ""
        connection.run(
            f"CREATE TABLE copy (row integer); INSERT INTO copy VALUES (1), (2), (3);"
            f"ALTER TABLE copy ADD {name(column.name)} {column.type} {default};"
            f"UPDATE copy SET {name(column.name)} = {value}; ALTER TABLE copy ALTER {name(column.name)} SET NOT NULL;"
            "DROP TABLE copy"
        )
    return without


@pytest.mark.parametrize(
    "table",
    ["numbers", "texts", "moments", "bits", "shapes", "addresses", "documents", "ranges", "lists", "own", "computed"],
)
def test_every_type_has_a_fill(table: str, server: Server) -> None:
    """All built-in types but a few have a value that PostgreSQL takes."""
    with zoo(server, (FOLDER / "types.sql").read_text()) as connection:
        missing = lacking(connection, table)
    assert missing <= NOTHING.get(table, set())


def test_vectors_have_a_fill(server: Server) -> None:
    """A vector of a known size is filled with zeros; one of any size is not."""
    with zoo(server, (FOLDER / "extensions.sql").read_text()) as connection:
        assert lacking(connection, "vectors") == {"a"}


UNIQUE = """
CREATE TABLE parents (
  id serial PRIMARY KEY, code text NOT NULL UNIQUE, u uuid NOT NULL UNIQUE, n bigint NOT NULL UNIQUE,
  small smallint NOT NULL UNIQUE, flag boolean NOT NULL UNIQUE, tiny varchar(4) NOT NULL UNIQUE,
  mid varchar(20) NOT NULL, bytes bytea NOT NULL UNIQUE, plain text NOT NULL, "Odd" text NOT NULL,
  second text NOT NULL, part text NOT NULL, UNIQUE (plain, second)
);
CREATE UNIQUE INDEX ON parents (mid);
CREATE UNIQUE INDEX ON parents ("Odd") INCLUDE (n);
CREATE UNIQUE INDEX ON parents (part) WHERE plain <> '';
CREATE TABLE children (
  id integer PRIMARY KEY, parent integer NOT NULL REFERENCES parents, code text NOT NULL REFERENCES parents (code),
  one integer NOT NULL UNIQUE REFERENCES parents, host integer NOT NULL REFERENCES parents, main boolean NOT NULL
);
CREATE UNIQUE INDEX ON children (host) WHERE main;
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TABLE parts (
  parent integer REFERENCES parents, place integer, size size, host integer NOT NULL REFERENCES parents,
  PRIMARY KEY (parent, place), UNIQUE (size, host), UNIQUE (parent, place, size, host)
);
"""


def earlier(table: str, *same: str) -> str:
    """Return the query for how many rows before this one hold the same in some columns."""
    more = "".join(f' AND earlier."{one}" = "{table}"."{one}"' for one in same)
    return f'SELECT count(*) FROM "public"."{table}" earlier WHERE earlier.ctid < "{table}".ctid{more}'


PARENT = '(SELECT "id" FROM "public"."parents" ORDER BY "id"'


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("parents", "code", "gen_random_uuid()::text"),
        ("parents", "u", "gen_random_uuid()"),
        ("parents", "n", '"id"'),
        ("parents", "small", f"({earlier('parents')})"),
        ("parents", "flag", None),
        ("parents", "tiny", None),
        ("parents", "mid", "left(md5(gen_random_uuid()::text), 20)"),
        ("parents", "bytes", "uuid_send(gen_random_uuid())"),
        ("parents", "plain", "gen_random_uuid()::text"),
        ("parents", "second", "gen_random_uuid()::text"),
        ("parents", "Odd", "gen_random_uuid()::text"),
        ("parents", "part", "gen_random_uuid()::text"),
        ("children", "parent", f"{PARENT} LIMIT 1)"),
        ("children", "code", '(SELECT "code" FROM "public"."parents" ORDER BY "code" LIMIT 1)'),
        ("children", "one", f"{PARENT} OFFSET ({earlier('children')}) LIMIT 1)"),
        ("children", "host", f"{PARENT} OFFSET ({earlier('children')}) LIMIT 1)"),
        ("parts", "parent", f"{PARENT} OFFSET ({earlier('parts', 'place')}) LIMIT 1)"),
        ("parts", "place", f"({earlier('parts', 'parent')})"),
        ("parts", "size", f"(enum_range(NULL::public.size))[1 + ({earlier('parts', 'host')})]"),
        ("parts", "host", f"{PARENT} OFFSET ({earlier('parts', 'size')}) LIMIT 1)"),
    ],
)
def test_unique_columns_get_different_values(table: str, column: str, expected: str | None, server: Server) -> None:
    """Where no two rows may hold the same, the expression differs from row to row, or there is none."""
    with zoo(server, UNIQUE) as connection:
        catalog = catalogs.read(connection)
        relation = catalog.table("public", table)
        assert relation is not None
        [wanted] = [one for one in catalog.columns_of(relation.oid) if one.name == column]
        value = fill_value(wanted, catalog)
        assert value == expected
        if table == "parents" and value is not None and fill_value(wanted, catalog, unique=True) == value:
            value = value.replace(name("public", table), "copy").replace(name(table), "copy")
            connection.run(
                "CREATE TABLE copy (id bigint PRIMARY KEY); INSERT INTO copy SELECT generate_series(1, 500);"
                f"ALTER TABLE copy ADD c {wanted.type}; UPDATE copy SET c = {value}; CREATE UNIQUE INDEX ON copy (c)"
            )


def test_each_row_gets_a_parent_of_its_own(server: Server) -> None:
    """A unique foreign key is filled with one parent for each row; where there are too few the rest stays NULL."""
    with zoo(
        server, "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (n int, p int UNIQUE REFERENCES p);"
    ) as connection:
        catalog = catalogs.read(connection)
        relation = catalog.table("public", "c")
        assert relation is not None
        value = fill_value(catalog.columns_of(relation.oid)[1], catalog)
        connection.run("INSERT INTO p SELECT generate_series(1, 400); INSERT INTO c SELECT generate_series(1, 402)")
        connection.run(f"UPDATE c SET p = {value} WHERE p IS NULL")
        assert connection.rows("SELECT count(p), count(DISTINCT p), count(*) FROM c") == [("400", "400", "402")]


def test_checks_and_enums_are_heeded(server: Server) -> None:
    """A column that a CHECK limits is filled with what the check names, an enum with its first label."""
    with zoo(server, (FOLDER / "checks.sql").read_text() + "CREATE TABLE e (s state NOT NULL);") as connection:
        catalog = catalogs.read(connection)
        found = {}
        for table in ("lists", "e"):
            relation = catalog.table("public", table)
            assert relation is not None
            found.update({column.name: fill_values(column, catalog) for column in catalog.columns_of(relation.oid)})
    assert found["kind"][:3] == ("'a'", "'b'", "'it''s'")
    assert found["n"][0] in ("'8'", "'7'")
    assert found["s"] == ("'open'",)
