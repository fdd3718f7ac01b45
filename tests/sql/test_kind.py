"""Each statement is told for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.sql.concurrent import concurrently
from sterna.sql.guarded import unwrap
from sterna.sql.kind import Kind, kind
from sterna.sql.split import split
from sterna.sql.statement import Statement
from sterna.sql.tables import tables
from sterna.sql.verb import verb

HERE = Path("0000_it.sql")

KINDS = {
    Kind.SCHEMA: """
        CREATE TABLE t (id int);
        create unlogged table t as select dangerous();
        ALTER TABLE t ADD COLUMN c int;
        -- UPDATE t
        DROP TABLE t;
        COMMENT ON TABLE t IS 'DELETE FROM t';
        GRANT UPDATE ON t TO r;
        REFRESH MATERIALIZED VIEW v;
        VACUUM t;
        SELECT 1 AS a INTO t2 FROM t;
        WITH a AS (SELECT 1) SELECT * INTO t2 FROM a;
        PREPARED
        """,
    Kind.DATA: """
        INSERT INTO t VALUES (1);
        update t set a = 1;
        DELETE FROM t;
        MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE;
        TRUNCATE t;
        COPY t FROM STDIN;
        COPY t (a, b) FROM '/tmp/x' WITH (FORMAT csv);
        COPY (DELETE FROM t RETURNING *) TO STDOUT;
        SELECT setval('t_id_seq', (SELECT max(id) FROM t));
        SELECT pg_catalog.setval('t_id_seq', 1, false);
        SELECT NEXTVAL('s');
        WITH a AS (SELECT 1) UPDATE t SET a = 1 FROM a;
        WITH RECURSIVE a AS MATERIALIZED (INSERT INTO t VALUES (1) RETURNING *), b (x) AS (SELECT 1) SELECT * FROM a;
        WITH a AS NOT MATERIALIZED (SELECT 1), b AS (DELETE FROM t RETURNING 1) TABLE b;
        (WITH a AS (DELETE FROM t RETURNING 1) SELECT * FROM a);
        EXPLAIN ANALYZE DELETE FROM t;
        EXPLAIN (BUFFERS, ANALYZE) DELETE FROM t
        """,
    Kind.TRANSACTION: """
        BEGIN; START TRANSACTION; COMMIT; END; ROLLBACK; ROLLBACK TO a; ABORT; SAVEPOINT a; RELEASE a;
        PREPARE TRANSACTION 'x'; COMMIT PREPARED 'x'
        """,
    Kind.SESSION: """
        SET search_path = a; SET LOCAL lock_timeout = '5s'; RESET ALL; DISCARD ALL; LISTEN a; NOTIFY a; LOCK TABLE t;
        SELECT set_config('search_path', '', false); SELECT pg_catalog.set_config('a.b', 'c', true);
        SELECT pg_advisory_xact_lock(1); PREPARE p AS SELECT 1; DEALLOCATE p; SHOW search_path
        """,
    Kind.OPAQUE: """
        DO $$ BEGIN PERFORM 1; END $$;
        DO $$ BEGIN IF true THEN DROP TABLE t; END IF; END $$;
        DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;
        CALL p();
        EXECUTE p;
        SELECT create_hypertable('t', 'at');
        SELECT cron.schedule('a', '* * * * *', 'DELETE FROM t');
        SELECT app.count(1);
        SELECT "Do"(1);
        SELECT count(*), do_it(id) FROM t;
        SELECT * FROM do_it();
        SELECT do_it() INTO t2;
        WITH a AS (SELECT do_it()) SELECT * FROM a;
        VALUES (do_it());
        EXPLAIN ANALYZE SELECT do_it();
        COPY (SELECT do_it()) TO STDOUT
        """,
    Kind.QUERY: """
        SELECT 1;
        SELECT count(*), lower(a), pg_catalog.now(), "max"(b) FROM t WHERE a IN (1, 2) AND EXISTS (SELECT 1) FOR UPDATE;
        SELECT * FROM (VALUES (1, 2)) AS v(a, b) JOIN generate_series(1, 3) g(n) ON (true);
        SELECT a::numeric(10, 2), CAST(b AS varchar(5)) FROM t;
        VALUES (1);
        TABLE t;
        (SELECT 1);
        WITH a AS (SELECT 1) SELECT * FROM a FOR NO KEY UPDATE;
        WITH update AS (SELECT 1), delete AS (SELECT 2) SELECT * FROM update, delete;
        EXPLAIN DELETE FROM t;
        EXPLAIN (ANALYZE) SELECT 1;
        COPY t TO STDOUT;
        COPY (SELECT a FROM t) TO STDOUT
        """,
}


def one(text: str) -> Statement:
    """Return the one statement of a text."""
    [statement] = split(text, HERE)
    return statement


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [(statement, wanted) for wanted, script in KINDS.items() for statement in split(script, HERE)],
    ids=lambda value: value.text[:60] if isinstance(value, Statement) else str(value),
)
def test_kind(statement: Statement, wanted: Kind) -> None:
    """A statement has the kind under which it stands above."""
    assert kind(statement) == wanted


def test_every_kind_has_cases() -> None:
    """No kind is left out above."""
    assert set(KINDS) == set(Kind)


GUARDED = """DO $$ BEGIN
 -- the key
 ALTER TABLE "a" ADD CONSTRAINT "k" FOREIGN KEY ("b") REFERENCES "c"("d");
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;"""


def test_guarded_statement_counts_as_what_is_inside() -> None:
    """A guarded statement is unwrapped at its own place, with its comments, and told for what it is."""
    outer = one("-- outer\n" + GUARDED)
    inner = unwrap(outer)
    assert inner.text == 'ALTER TABLE "a" ADD CONSTRAINT "k" FOREIGN KEY ("b") REFERENCES "c"("d")'
    assert (inner.line, inner.column) == (4, 2)
    assert inner.comments == ("-- outer", "-- the key")
    assert (kind(outer), verb(outer)) == (Kind.SCHEMA, "ALTER TABLE ... ADD FOREIGN KEY")
    assert tables(outer) == ('"a"', '"c"')


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (
            "DO $$ BEGIN CREATE TYPE a AS ENUM('b'); EXCEPTION WHEN duplicate_object THEN null; END $$",
            "CREATE TYPE a AS ENUM('b')",
        ),
        ("do language plpgsql $x$begin update a set b = $$;$$; end;$x$", "update a set b = $$;$$"),
        (
            "DO $$BEGIN DROP TABLE a; EXCEPTION WHEN a OR b THEN NULL; WHEN OTHERS THEN NULL; END$$ LANGUAGE 'plpgsql'",
            "DROP TABLE a",
        ),
    ],
)
def test_unwraps(text: str, inner: str) -> None:
    """A block of one plain statement is that statement, guarded or not."""
    assert unwrap(one(text)).text == inner


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE a (b int)",
        "DO $$ BEGIN END $$",
        "DO $$ BEGIN NULL; END $$",
        "DO $$ BEGIN DROP TABLE a; DROP TABLE b; END $$",
        "DO $$ DECLARE a int; BEGIN DROP TABLE a; END $$",
        "DO $$ BEGIN DROP TABLE a; EXCEPTION WHEN OTHERS THEN DROP TABLE b; END $$",
        "DO $$ BEGIN DROP TABLE a; EXCEPTION WHEN OTHERS THEN RAISE; END $$",
        "DO $$ BEGIN DROP TABLE a; EXCEPTION WHEN x THEN DROP TABLE b; WHEN y THEN NULL; END $$",
        "DO $$ BEGIN IF a THEN DROP TABLE a; END IF; END $$",
        "DO $$ BEGIN EXECUTE 'DROP TABLE a'; EXCEPTION WHEN OTHERS THEN NULL; END $$",
        "DO $$ BEGIN DROP TABLE 'a; END $$",
        "DO LANGUAGE plperl $$ BEGIN DROP TABLE a; END $$",
        "DO 'BEGIN DROP TABLE a; END'",
    ],
)
def test_leaves_wrapped(text: str) -> None:
    """Code stays what it is: it may do anything."""
    assert unwrap(one(text)) == one(text)


VERBS = {
    "CREATE INDEX": "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
    "CREATE TABLE": "create temporary table if not exists t (a int)",
    "CREATE VIEW": "CREATE OR REPLACE RECURSIVE VIEW v AS SELECT 1",
    "CREATE MATERIALIZED VIEW": "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "CREATE FUNCTION": "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
    "CREATE TRIGGER": "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
    "CREATE EVENT TRIGGER": "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
    "CREATE TEXT SEARCH CONFIGURATION": "CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)",
    "DROP TABLE": "DROP TABLE IF EXISTS a, b CASCADE",
    "DROP MATERIALIZED VIEW": "DROP MATERIALIZED VIEW v",
    "REFRESH MATERIALIZED VIEW": "REFRESH MATERIALIZED VIEW v",
    "ALTER TABLE ... ADD COLUMN": 'ALTER TABLE IF EXISTS ONLY "s"."t" ADD "column" text',
    "ALTER TABLE ... ADD COLUMN, DROP COLUMN": "ALTER TABLE t ADD a numeric(1, 2), ADD COLUMN b int, drop c",
    "ALTER TABLE ... ADD FOREIGN KEY": "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES b (c)",
    "ALTER TABLE ... ADD PRIMARY KEY": "ALTER TABLE t ADD PRIMARY KEY (a)",
    "ALTER TABLE ... DROP CONSTRAINT, ADD CHECK": "ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (a > 0)",
    "ALTER TABLE ... ALTER COLUMN TYPE": "ALTER TABLE t ALTER COLUMN a SET DATA TYPE int USING a::int",
    "ALTER TABLE ... ALTER COLUMN TYPE, SET DEFAULT": "ALTER TABLE t ALTER a TYPE int, ALTER a SET DEFAULT 1",
    "ALTER TABLE ... SET NOT NULL": 'ALTER TABLE t ALTER COLUMN "a" SET NOT NULL',
    "ALTER TABLE ... ADD IDENTITY": "ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE ... RENAME COLUMN": "ALTER TABLE t RENAME a TO b",
    "ALTER TABLE ... RENAME TO": "ALTER TABLE a RENAME TO b",
    "ALTER TABLE ... RENAME CONSTRAINT": "ALTER TABLE a RENAME CONSTRAINT b TO c",
    "ALTER TABLE ... ENABLE ROW LEVEL SECURITY": "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ... DETACH PARTITION": "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
    "ALTER TABLE ... VALIDATE CONSTRAINT": "ALTER TABLE a VALIDATE CONSTRAINT b",
    "ALTER TABLE ... SET SCHEMA": "ALTER TABLE a SET SCHEMA b",
    "ALTER TABLE ... OWNER TO": "ALTER TABLE a OWNER TO b",
    "ALTER TYPE ... ADD VALUE": "ALTER TYPE e ADD VALUE IF NOT EXISTS 'v' BEFORE 'w'",
    "ALTER TYPE ... RENAME VALUE": "ALTER TYPE e RENAME VALUE 'a' TO 'b'",
    "ALTER INDEX ... RENAME TO": "ALTER INDEX a RENAME TO b",
    "ALTER POLICY": "ALTER POLICY p ON t TO r USING (true)",
    "ALTER SEQUENCE ... OWNED BY": "ALTER SEQUENCE s OWNED BY t.a",
    "ALTER DEFAULT PRIVILEGES": "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO r",
    "COMMENT ON": "COMMENT ON COLUMN a.b IS 'CREATE TABLE'",
    "UPDATE": "/* DELETE */ update t set a = 1",
    "SELECT": "(SELECT 1)",
    "WITH": "WITH a AS (SELECT 1) SELECT * FROM a",
    "SET": "SET search_path = a",
    "BEGIN": "START TRANSACTION",
}


@pytest.mark.parametrize("wanted", VERBS)
def test_verb(wanted: str) -> None:
    """A statement is called by its short words."""
    assert verb(one(VERBS[wanted])) == wanted


TABLES = {
    'CREATE TABLE IF NOT EXISTS "s"."T" (a int REFERENCES public.u (id), LIKE l)': ('"s"."T"', "public.u", "l"),
    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)": ("p1", "p"),
    "CREATE TABLE c (a int) INHERITS (p, q)": ("c", "p", "q"),
    "CREATE INDEX CONCURRENTLY on_it ON ONLY s.t USING btree (lower(a))": ("s.t",),
    "DROP TABLE IF EXISTS a, b.c CASCADE": ("a", "b.c"),
    "DROP INDEX i": (),
    "ALTER TABLE ONLY a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES c": ("a", "c"),
    "ALTER TABLE a ATTACH PARTITION b DEFAULT": ("a", "b"),
    "CREATE TRIGGER g BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()": ("t",),
    "CREATE POLICY p ON t FOR UPDATE USING (EXISTS (SELECT 1 FROM u))": ("t", "u"),
    "CREATE RULE r AS ON INSERT TO t DO NOTHING": ("t",),
    "CREATE VIEW v AS (SELECT * FROM a x, b AS y JOIN LATERAL (SELECT 1 FROM c) d ON true)": ("a", "b", "c"),
    "INSERT INTO t (a, b) SELECT a, b FROM u ON CONFLICT (a) DO UPDATE SET b = 1": ("t", "u"),
    "UPDATE ONLY t x SET a = 1 FROM u, v WHERE a IS DISTINCT FROM b": ("t", "u", "v"),
    "DELETE FROM t USING u WHERE extract(year FROM at) > 1": ("t", "u"),
    "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = 1": ("t", "u"),
    "TRUNCATE TABLE a, ONLY b RESTART IDENTITY": ("a", "b"),
    "COPY t (a) FROM STDIN": ("t",),
    "WITH a AS (SELECT * FROM t), b (x) AS (DELETE FROM u RETURNING 1) SELECT * FROM a, b, c": ("t", "u", "c"),
    "SELECT * FROM f(1) a (b), (SELECT 1 FROM u ORDER BY 1, 2) x, t WHERE a IN (b, c) ORDER BY d, e": ("u", "t"),
    "SELECT * FROM generate_series(1, 2)": (),
    "COMMENT ON TABLE s.t IS 'x'": ("s.t",),
    'COMMENT ON COLUMN s."t".c IS NULL': ('s."t"',),
    "GRANT SELECT, UPDATE ON TABLE a, s.b TO r": ("a", "s.b"),
    "GRANT USAGE ON SCHEMA s TO r": (),
    "REVOKE ALL ON t FROM r": ("t",),
    "LOCK TABLE t IN SHARE MODE": ("t",),
    "CREATE TYPE e AS ENUM ('FROM t')": (),
}


@pytest.mark.parametrize("text", TABLES)
def test_tables(text: str) -> None:
    """The tables of a statement are named as they are written, in their order."""
    assert tables(one(text)) == TABLES[text]


CONCURRENT = (
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "CREATE UNIQUE INDEX concurrently IF NOT EXISTS i ON t (a)",
    "DROP INDEX CONCURRENTLY IF EXISTS i",
    "REINDEX TABLE CONCURRENTLY t",
    "REINDEX (VERBOSE) INDEX CONCURRENTLY i",
    "REINDEX (CONCURRENTLY) INDEX i",
    "REINDEX (VERBOSE, CONCURRENTLY ON) INDEX i",
    "REINDEX (CONCURRENTLY, VERBOSE) INDEX i",
    "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v WITH DATA",
)
NOT_CONCURRENT = (
    "CREATE INDEX i ON t (a) -- CONCURRENTLY",
    "CREATE INDEX i ON t (a) WHERE b = 'CREATE INDEX CONCURRENTLY'",
    'CREATE INDEX "CONCURRENTLY" ON t (a)',
    "SELECT 1 AS concurrently",
    "REINDEX TABLE t",
    "ALTER TABLE t RENAME TO concurrently",
)


@pytest.mark.parametrize("text", CONCURRENT)
def test_concurrently(text: str) -> None:
    """CONCURRENTLY is seen where it is an option."""
    assert concurrently(one(text))


@pytest.mark.parametrize("text", NOT_CONCURRENT)
def test_not_concurrently(text: str) -> None:
    """The word in a comment, a string or a name says nothing."""
    assert not concurrently(one(text))


def test_concurrently_that_is_switched_off() -> None:
    """REINDEX takes the option with a value."""
    assert not concurrently(one("REINDEX (CONCURRENTLY false) INDEX i"))
    assert not concurrently(one("REINDEX (VERBOSE, CONCURRENTLY 'off') INDEX i"))
