"""SQL with holes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterna.sql.normal import Unreadable, normal
from sterna.sql.parts import parts
from sterna.sql.pattern import PatternError, compiled_pattern, fits
from sterna.sql.statement import Statement

FITS = [
    ("DROP TABLE _table", "drop table users", {"table": "users"}),
    ("DROP TABLE _table", 'DROP TABLE IF EXISTS "public"."Users";', {"table": '"public"."Users"'}),
    ("DROP TABLE _table ...", "DROP TABLE users CASCADE", {"table": "users"}),
    ("ALTER TABLE _table DROP COLUMN _column", "ALTER TABLE ONLY a.t DROP x", {"table": "a.t", "column": "x"}),
    ("ALTER TABLE _table DROP _column", "ALTER TABLE t DROP COLUMN x", {"table": "t", "column": "x"}),
    ("ALTER TABLE _table ALTER COLUMN _c TYPE _type", "alter table t alter c set data type text", {"type": "text"}),
    ("ALTER TABLE _table ALTER COLUMN _c SET DATA TYPE _type", "ALTER TABLE t ALTER c TYPE int[]", {"type": "int[]"}),
    (
        "ALTER TABLE _t ALTER COLUMN _c TYPE _type ...",
        "ALTER TABLE t ALTER c TYPE timestamp(3) with time zone USING c::timestamptz",
        {"type": "timestamp(3) with time zone"},
    ),
    ("ALTER TABLE _t ADD COLUMN _c _type", "ALTER TABLE t ADD c double precision", {"type": "double precision"}),
    (
        "ALTER TABLE _t ADD COLUMN _c _type",
        "ALTER TABLE t ADD c character varying(20)",
        {"type": "character varying(20)"},
    ),
    (
        "ALTER TABLE _t ADD COLUMN _c _type ...",
        'ALTER TABLE t ADD c "public"."mood"[] NOT NULL',
        {"type": '"public"."mood"[]'},
    ),
    (
        "ALTER TABLE _t ADD FOREIGN KEY (_columns) ...",
        "ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (a, b) REFERENCES u",
        {"columns": "a, b"},
    ),
    (
        "ALTER TABLE _t ADD CONSTRAINT _n CHECK (_list)",
        "ALTER TABLE t ADD CONSTRAINT x CHECK ((a > 1) AND f(b, c))",
        {"list": "(a > 1) AND f(b, c)"},
    ),
    (
        "CREATE ... INDEX _index ON _table ...",
        "CREATE UNIQUE INDEX IF NOT EXISTS i ON t USING btree (a)",
        {"index": "i", "table": "t"},
    ),
    ("CREATE ... INDEX ON _table ...", "CREATE INDEX ON t (a)", {"table": "t"}),
    ("CREATE VIEW _view AS ...", "CREATE OR REPLACE VIEW v AS SELECT 1", {"view": "v"}),
    ("UPDATE _table SET _column = _value WHERE ...", "UPDATE t SET a = f(1, 2) + 3 WHERE b", {"value": "f(1, 2) + 3"}),
    (
        "ALTER TYPE _type ADD VALUE _value ...",
        "ALTER TYPE \"e\" ADD VALUE IF NOT EXISTS 'it''s' BEFORE 'x'",
        {"value": "'it''s'"},
    ),
    ("TRUNCATE _table ...", "TRUNCATE TABLE ONLY t CASCADE", {"table": "t"}),
    ("CREATE POLICY ... USING (true) ...", "CREATE POLICY p ON t FOR ALL USING (TRUE) WITH CHECK (false)", {}),
    ("ALTER TABLE _t ENABLE ROW LEVEL SECURITY", 'ALTER TABLE "t" ENABLE ROW LEVEL SECURITY;', {"t": '"t"'}),
    ("... WHERE ...", "DELETE FROM t WHERE a", {}),
    ("DELETE FROM _table", "DELETE FROM t -- WHERE a\n", {"table": "t"}),
]

FITS_NOT = [
    ("DROP TABLE _table", "DROP TABLE users CASCADE"),
    ("DROP TABLE _table ...", "DROP VIEW users"),
    ("ALTER TABLE _t DROP COLUMN _c ...", "ALTER TABLE t DROP CONSTRAINT c"),
    ("ALTER TABLE _t RENAME COLUMN _a TO _b", "ALTER TABLE t RENAME TO u"),
    ("ALTER TABLE _t RENAME TO _b", "ALTER TABLE t RENAME a TO b"),
    ("ALTER TABLE _t ADD COLUMN _c json ...", "ALTER TABLE t ADD c jsonb"),
    ("ALTER TABLE _t ADD COLUMN _c json ...", "ALTER TABLE t ADD json text"),
    ("... WHERE ...", "UPDATE t SET a = (SELECT 1 FROM u WHERE b)"),
    ("... WHERE ...", "UPDATE t SET a = 'WHERE'"),
    ("... WHERE ...", 'UPDATE t SET "WHERE" = 1'),
    ("... WHERE ...", "UPDATE t SET a = 1 -- WHERE b"),
    ("CREATE ... INDEX _index ON _table ...", "CREATE INDEX CONCURRENTLY i ON t (a)"),
    ("CREATE POLICY ... USING (true) ...", "CREATE POLICY p ON t USING (a = true)"),
    ("UPDATE _table SET _column = _value", "UPDATE t SET a = 1, b = 2"),
    ("DROP TABLE _table", "DROP TABLE"),
    (
        "ALTER TABLE _table ALTER COLUMN _column TYPE _type USING _column::_type",
        "ALTER TABLE t ALTER a TYPE int USING b::int",
    ),
]


@pytest.mark.parametrize(("pattern", "sql", "holes"), FITS)
def test_fits(pattern: str, sql: str, holes: dict[str, str]) -> None:
    """A pattern fits what it says in other words too, and its holes hold the source."""
    found = fits(pattern, normal(sql))
    assert found is not None
    assert holes.items() <= found.holes.items()


@pytest.mark.parametrize(("pattern", "sql"), FITS_NOT)
def test_fits_not(pattern: str, sql: str) -> None:
    """A pattern does not fit what it does not say."""
    assert fits(pattern, normal(sql)) is None


@pytest.mark.parametrize(
    "pattern", ["", "   ", "_", "...", "_ ... _", "DROP ( _", "DROP 'x", "DROP ... ... x", "-- DROP"]
)
def test_no_pattern(pattern: str) -> None:
    """What says nothing, or cannot be read, is no pattern."""
    with pytest.raises(PatternError):
        compiled_pattern(pattern)


PARTS = {
    "ALTER TABLE t ADD a int, DROP b": ["ALTER TABLE T ADD COLUMN A INT", "ALTER TABLE T DROP COLUMN B"],
    "ALTER TABLE t ADD a numeric(10, 2)": ["ALTER TABLE T ADD COLUMN A NUMERIC ( 10 , 2 )"],
    "DROP TABLE a, b CASCADE": ["DROP TABLE A CASCADE", "DROP TABLE B CASCADE"],
    "DROP INDEX CONCURRENTLY a, b": ["DROP INDEX CONCURRENTLY A", "DROP INDEX CONCURRENTLY B"],
    "TRUNCATE a, b RESTART IDENTITY": ["TRUNCATE A RESTART IDENTITY", "TRUNCATE B RESTART IDENTITY"],
    "WITH x AS (DELETE FROM a) UPDATE b SET c = 1": [
        "WITH X AS ( DELETE FROM A ) UPDATE B SET C = 1",
        "DELETE FROM A",
        "UPDATE B SET C = 1",
    ],
    "CREATE TABLE t (a json, PRIMARY KEY (a))": [
        "CREATE TABLE T ( A JSON , PRIMARY KEY ( A ) )",
        "ALTER TABLE T ADD COLUMN A JSON",
        "ALTER TABLE T ADD PRIMARY KEY ( A )",
    ],
    "DO $$ BEGIN DROP TABLE a; UPDATE b SET c = ';'; END $$": ["DROP TABLE A", "UPDATE B SET C = ';'"],
    "DO $x$ BEGIN IF 1 = 1 THEN EXECUTE 'DROP TABLE a'; END IF; END $x$ LANGUAGE plpgsql": ["DROP TABLE A"],
    "DO 'BEGIN NULL; END'": ["DO 'BEGIN NULL; END'"],
    "": [],
}


@pytest.mark.parametrize(("sql", "expected"), PARTS.items())
def test_parts(sql: str, expected: list[str]) -> None:
    """A statement is looked at action by action, name by name, and inside its code."""
    assert [" ".join(part.keys) for part in parts(Statement(sql, Path("x.sql")))] == expected


def test_code_that_nobody_can_read() -> None:
    """SQL that is put together at run time is opaque, SQL that is written out is not."""
    code = "DO $$ BEGIN EXECUTE format('DROP TABLE %I', x); EXECUTE 'DROP TABLE y'; END $$"
    assert [part.opaque for part in parts(Statement(code, Path("x.sql")))] == [True, False]


def test_time_grows_with_the_text() -> None:
    """Neither many gaps nor a long or deep statement makes matching slow."""
    patterns = [
        "UPDATE ... a ... b ... c ... (...) ... WHERE ...",
        "UPDATE ... a _value b _value c WHERE ...",
        "UPDATE ... a _list b _list _list c WHERE ...",
    ]
    for pattern in patterns:
        took = {}
        for size in (500, 2_500):
            start = time.process_time()
            for text in (
                "a b c " * size,
                "(" * size + ")" * size,
                "a, " * 3 * size,
                "a (b), c " * size,
                "a ONLY " * size,
                "ONLY " * size,
            ):
                fits(pattern, normal(f"UPDATE {text}"))
            took[size] = time.process_time() - start
        assert took[2_500] < 20 * took[500], pattern


SNIPPETS = st.sampled_from(
    [
        "ALTER",
        "TABLE",
        "TYPE",
        "DROP",
        "ADD",
        "COLUMN",
        "CONSTRAINT",
        "CREATE",
        "INDEX",
        "ON",
        "DO",
        "$$",
        ";",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "'",
        '"',
        "--",
        "/*",
        "*/",
        "_",
        "t",
        "x",
        "IF",
        "NOT",
        "EXISTS",
        "ONLY",
        "WITH",
        "AS",
        "UPDATE",
        "SET",
        "DELETE",
        "FROM",
        "WHERE",
        "BEGIN",
        "END",
        "EXECUTE",
        "'a'",
        '"b"',
        "1",
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SNIPPETS, max_size=25).map(" ".join) | st.text(max_size=60))
def test_never_surprised(text: str) -> None:
    """Whatever the text, it has parts that lie within it, or it is unreadable; no pattern raises on it."""
    try:
        found = parts(Statement(text, Path("x.sql")))
    except Unreadable:
        return
    for part in found:
        assert 0 <= part.offset <= len(text)
        for pattern, _, _ in FITS:
            fits(pattern, part.words)
