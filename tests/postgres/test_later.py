"""A catalog that is read as what changed since another one is the catalog that would be read whole."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from sterna.postgres import catalog as catalogs
from sterna.postgres.catalog import KINDS, Catalog
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server
from tests.rollback.pool import BASE, POOL

# What one object prints holds names of others, and what is gone leaves no younger row behind.
GIVEN = (
    "CREATE TYPE state AS ENUM ('open', 'done')",
    "CREATE DOMAIN states AS state[] CONSTRAINT enough CHECK (cardinality(VALUE) > 0)",
    "CREATE TYPE pair AS (one int, two state)",
    "CREATE TABLE hub (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, at state DEFAULT 'open')",
    "CREATE TABLE spoke (id serial, hub int REFERENCES hub, was state[] DEFAULT '{done}', both_of pair, all_of states)",
    "CREATE TABLE apart (id int CHECK (id > 0), note text DEFAULT 'x' NOT NULL)",
    "CREATE VIEW seen AS SELECT h.id, h.name, s.was FROM hub h JOIN spoke s ON s.hub = h.id WHERE h.at = 'open'",
    "CREATE VIEW again AS SELECT name FROM seen",
    "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
    "CREATE FUNCTION names() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT name FROM hub; END",
    "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE INDEX by_f ON apart (f(id))",
    "CREATE INDEX by_name ON hub (lower(name)) WHERE at = 'done'",
    "CREATE TRIGGER mark BEFORE UPDATE OF name ON hub FOR EACH ROW EXECUTE FUNCTION t()",
    "CREATE POLICY own ON apart USING (id IN (SELECT id FROM hub WHERE at <> 'done'))",
    "CREATE RULE keep AS ON DELETE TO apart DO INSTEAD NOTHING",
    "CREATE STATISTICS both_too ON id, note FROM apart",
    "CREATE PUBLICATION news FOR TABLE hub (id, name), apart",
    "CREATE TABLE years (at int, note text, PRIMARY KEY (at)) PARTITION BY RANGE (at)",
    "CREATE TABLE year_1 PARTITION OF years FOR VALUES FROM (1) TO (2)",
    "COMMENT ON COLUMN hub.name IS 'the name'",
)
CHANGES = (
    "ALTER TABLE hub RENAME TO wheel",
    "ALTER TABLE wheel RENAME COLUMN name TO title",
    "ALTER TABLE wheel ADD COLUMN was text",
    "ALTER TYPE state RENAME VALUE 'done' TO 'closed'",
    "ALTER TYPE state RENAME TO stage",
    "ALTER TYPE stage ADD VALUE 'late' BEFORE 'closed'",
    "ALTER TYPE pair RENAME ATTRIBUTE one TO first",
    "ALTER TYPE pair RENAME TO couple",
    "ALTER DOMAIN states RENAME CONSTRAINT enough TO plenty",
    "ALTER DOMAIN states DROP CONSTRAINT plenty",
    "ALTER FUNCTION f(int) RENAME TO g",
    "ALTER FUNCTION t() RENAME TO tell",
    "ALTER SEQUENCE spoke_id_seq RENAME TO spokes",
    "ALTER SEQUENCE spokes OWNED BY NONE",
    "ALTER TABLE wheel ALTER id SET INCREMENT BY 5",
    "ALTER SEQUENCE hub_id_seq RENAME TO wheels",
    "ALTER TABLE wheel SET (toast.autovacuum_enabled = false)",
    "ALTER TABLE apart DISABLE RULE keep",
    "ALTER TABLE apart ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE apart ALTER id SET STATISTICS 7",
    "ALTER INDEX by_f ALTER COLUMN 1 SET STATISTICS 9",
    "ALTER INDEX by_name RENAME TO by_title",
    "CLUSTER apart USING by_f",
    "ALTER TABLE apart ALTER note DROP DEFAULT",
    "ALTER TABLE apart ALTER note DROP NOT NULL",
    "GRANT SELECT (note) ON apart TO PUBLIC",
    "GRANT USAGE ON TYPE couple TO PUBLIC",
    "REVOKE EXECUTE ON FUNCTION g(int) FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
    "ALTER PUBLICATION news DROP TABLE apart",
    "COMMENT ON COLUMN wheel.title IS NULL",
    "COMMENT ON TYPE couple IS 'two'",
    "ALTER TABLE years DETACH PARTITION year_1",
    "ALTER TABLE years ADD CONSTRAINT enough CHECK (at > 0)",
    "ALTER TABLE wheel DISABLE TRIGGER mark",
    "DROP TRIGGER mark ON wheel",
    "DROP POLICY own ON apart",
    "DROP RULE keep ON apart",
    "DROP STATISTICS both_too",
    "DROP INDEX by_f",
    "ALTER TABLE apart DROP CONSTRAINT apart_id_check",
    "ALTER TABLE wheel DROP COLUMN id CASCADE",
    "CREATE SCHEMA other",
    "ALTER TABLE spoke SET SCHEMA other",
    "ALTER TABLE other.spoke ALTER hub TYPE bigint",
    "DROP TYPE stage CASCADE",
    "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC",
    "DROP PUBLICATION news",
    "DROP FUNCTION g(int)",
    "DROP TABLE years, year_1",
    "DROP SCHEMA other CASCADE",
)


@pytest.fixture(name="session")
def _session(server: Server) -> Iterator[Connection]:
    server.create_database("later")
    try:
        with server.connect("later") as connection:
            connection.run("SET client_min_messages = error")
            yield connection
    finally:
        server.drop_database("later")


def differences(one: Catalog, other: Catalog) -> list[tuple[str, object, object]]:
    """Return what two catalogs do not have in common, by kind."""
    return [
        (kind, one.kind(kind).get(key), other.kind(kind).get(key))
        for kind in KINDS
        for key in one.kind(kind).keys() | other.kind(kind).keys()
        if one.kind(kind).get(key) != other.kind(kind).get(key)
    ]


def follow(connection: Connection, statements: Iterable[str]) -> Iterator[str]:
    """Run the statements, and yield each that takes effect once the catalog that follows it was found to be right."""
    first = known = catalogs.read(connection)
    for statement in statements:
        try:
            connection.run(statement)
        except SqlError:
            continue
        later, whole = catalogs.read(connection, known), catalogs.read(connection)
        assert differences(later, whole) == [], statement
        known = later
        yield statement
    assert differences(catalogs.read(connection, first), known) == []


def test_every_change_is_seen(session: Connection) -> None:
    """After each change, what is read of it alone and what is read anew are the same."""
    for statement in GIVEN:
        session.run(statement)
    assert tuple(follow(session, CHANGES)) == CHANGES


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_any_change_is_seen(session: Connection, seed: int) -> None:
    """The same is true of changes that nobody chose."""
    chosen = random.Random(seed)  # noqa: S311 (the same each time)
    for statement in BASE:
        session.run(statement)
    assert len(list(follow(session, [chosen.choice(POOL) for _ in range(100)]))) > 10


def test_what_was_not_touched_is_the_same(session: Connection) -> None:
    """Kinds without a change are shared as they are, and a catalog without one is the very same."""
    for statement in GIVEN:
        session.run(statement)
    known = catalogs.read(session)
    assert catalogs.read(session, known) is known
    session.run("ALTER TABLE apart ADD COLUMN more int")
    later = catalogs.read(session, known)
    assert [kind for kind in KINDS if later.kind(kind) is not known.kind(kind)] == ["columns"]
    assert later.columns_of(known.tables[0].oid)[0] is known.columns_of(known.tables[0].oid)[0]


def test_changes_that_were_not_committed_are_seen(session: Connection) -> None:
    """So are those of a transaction that goes on, and they are gone when it is rolled back."""
    session.run("CREATE TABLE t (a int)")
    known = catalogs.read(session)
    session.run("BEGIN; SAVEPOINT s; ALTER TABLE t ADD b int; RELEASE s; ALTER TABLE t RENAME a TO c")
    within = catalogs.read(session, known)
    assert [column.name for column in within.columns.values()] == ["c", "b"]
    # It was read in the midst of a transaction: what follows may be no younger than what came before.
    assert within.mark is None
    session.run("ALTER TABLE t ADD d int")
    assert len(catalogs.read(session, within).columns) == 3
    session.run("ROLLBACK")
    assert catalogs.read(session, known) is known


def test_another_role_reads_anew(session: Connection, server: Server) -> None:
    """What another role has read is not taken for ours, and a role with another name is seen everywhere."""
    session.run("CREATE TABLE t (a int)")
    known = catalogs.read(session)
    assert catalogs.read(session, replace(known, user="somebody")).user == known.user
    server.run_as_admin("CREATE ROLE later_reader")
    try:
        session.run("GRANT SELECT ON t TO later_reader")
        known = catalogs.read(session)
        server.run_as_admin("ALTER ROLE later_reader RENAME TO later_writer")
        assert differences(catalogs.read(session, known), catalogs.read(session)) == []
        session.run("DROP TABLE t")
    finally:
        server.run_as_admin("DROP ROLE IF EXISTS later_reader, later_writer")
