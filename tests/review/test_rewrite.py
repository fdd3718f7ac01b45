"""The safe way as SQL is that of the statement that was found, or there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from sterna.guide import Kind, Rule
from sterna.history.model import Layout
from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from sterna.review import review
from sterna.review.naming import filled_code
from sterna.review.rewrite import examples, names
from sterna.sql.matcher import GAPS
from sterna.sql.split import split
from tests.review.histories import GUIDE, judged, only
from tests.site.steps import Fence, watch

SILENT = [
    ("add-primary-key", "ALTER TABLE a ADD PRIMARY KEY (x, y)"),
    ("add-primary-key", "ALTER TABLE a ADD COLUMN code uuid PRIMARY KEY"),
    ("add-unique-constraint", "ALTER TABLE a ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (x)"),
    ("add-check-validated", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NO INHERIT"),
    ("add-checked-column", "ALTER TABLE a ADD COLUMN x int DEFAULT 1 CHECK (x > 0)"),
    ("add-counting-column", "ALTER TABLE a ADD COLUMN x serial"),
    ("add-referencing-column", "ALTER TABLE a ADD COLUMN b_id int REFERENCES b (id) ON DELETE cascade"),
    ("add-referencing-column", "ALTER TABLE a ADD COLUMN b_id int DEFAULT 3 REFERENCES b (id)"),
    ("domain-constraint-validated", "ALTER DOMAIN d SET NOT NULL"),
    ("drop-function", "DROP PROCEDURE f(int)"),
    ("drop-function", "DROP FUNCTION f"),
    ("refresh-materialized-view", "REFRESH MATERIALIZED VIEW v WITH DATA"),
    ("set-logged", "ALTER TABLE a SET LOGGED"),
    ("type-change-rewrite", "ALTER TABLE a ALTER COLUMN x TYPE int USING f(x)"),
    ("type-change-rewrite", "ALTER TABLE a ALTER COLUMN x TYPE int USING y::int"),
    ("type-change-rewrite", "ALTER TABLE a ALTER COLUMN x TYPE int USING x::bigint"),
    ("rename-column", "ALTER TABLE a RENAME COLUMN x TO y"),
]
"""What the example of the page does not have would be lost, or something of the example would stay."""


@pytest.mark.parametrize(("rule", "sql"), SILENT, ids=[f"{rule}: {sql}" for rule, sql in SILENT])
def test_no_sql_rather_than_wrong_sql(rule: str, sql: str) -> None:
    """Where the safe way of the page is not that of the statement, the finding gives none."""
    assert only(judged(sql), rule).rewrite == ()


def test_what_the_example_has_and_the_statement_not() -> None:
    """A part that the safe way does not speak of may be missing or another one."""
    for sql in ("DROP TABLE a", "DROP TABLE a CASCADE", "DROP TABLE IF EXISTS a"):
        assert only(judged(sql), "drop-table").rewrite[0].endswith("ALTER TABLE a RENAME TO a_unused;")
    default = "ALTER TABLE a ADD COLUMN at timestamptz DEFAULT clock_timestamp()"
    for sql in (default, f"{default} NOT NULL"):
        assert "SET at = clock_timestamp()" in only(judged(sql), "volatile-default").rewrite[1]
    changed = 'ALTER TABLE a ALTER COLUMN "x" SET DATA TYPE numeric(9, 2)'
    plain, with_a_cast = (
        only(judged(sql), "type-change-rewrite").rewrite for sql in (changed, f'{changed} USING "x"::numeric(9, 2)')
    )
    assert plain == with_a_cast
    assert plain[0].startswith("ALTER TABLE a ADD COLUMN x_new numeric(9, 2);")


def test_a_function_behind_the_default_is_none_of_it() -> None:
    """What stands behind a default, such as the table of a key, is not taken for a function that it calls."""
    sql = "ALTER TABLE a ADD COLUMN b_id int DEFAULT 3 REFERENCES b (id)"
    assert "volatile-default" not in [found.rule for found in judged(sql).findings]


GIVEN = """
CREATE SCHEMA sales;
CREATE SCHEMA archive;
CREATE TABLE sales.teams (id bigint PRIMARY KEY);
CREATE TABLE sales.orders (number integer PRIMARY KEY, team_id bigint, net integer NOT NULL, note varchar(9),
  counted bigint GENERATED ALWAYS AS IDENTITY);
CREATE INDEX orders_note_idx ON sales.orders (note);
CREATE SEQUENCE sales.numbers;
CREATE TYPE sales.mood AS ENUM ('good');
CREATE DOMAIN sales.amount AS integer;
CREATE TABLE sales.lines (line bigint, amount sales.amount);
CREATE FUNCTION sales.gross(net integer, tax integer) RETURNS integer LANGUAGE sql AS 'SELECT net + tax';
INSERT INTO sales.orders VALUES (1, NULL, 20, 'x');
"""

ELSEWHERE = [
    ("drop-table", "DROP TABLE sales.orders"),
    ("drop-column", "ALTER TABLE sales.orders DROP COLUMN note"),
    ("rename-column", "ALTER TABLE sales.orders RENAME COLUMN net TO amount"),
    ("rename-table", 'ALTER TABLE "sales"."orders" RENAME TO "sold"'),
    ("move-table", "ALTER TABLE sales.orders SET SCHEMA archive"),
    ("type-change-rewrite", "ALTER TABLE sales.orders ALTER COLUMN net TYPE bigint"),
    ("set-not-null", "ALTER TABLE sales.orders ALTER COLUMN note SET NOT NULL"),
    ("add-counting-column", "ALTER TABLE sales.orders ADD COLUMN nr bigint NOT NULL GENERATED ALWAYS AS IDENTITY"),
    ("volatile-default", "ALTER TABLE sales.orders ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL"),
    ("stored-generated-column", "ALTER TABLE sales.orders ADD COLUMN t int GENERATED ALWAYS AS (net * 2) STORED"),
    ("add-foreign-key-validated", "ALTER TABLE sales.orders ADD FOREIGN KEY (team_id) REFERENCES sales.teams (id)"),
    ("add-unique-constraint", "ALTER TABLE sales.orders ADD CONSTRAINT orders_note_key UNIQUE (note)"),
    ("add-primary-key", "ALTER TABLE sales.lines ADD PRIMARY KEY (line)"),
    ("foreign-key-without-index", "ALTER TABLE sales.orders ADD FOREIGN KEY (team_id) REFERENCES sales.teams"),
    ("index-not-concurrent", "CREATE INDEX orders_net_idx ON sales.orders (net)"),
    ("drop-index-not-concurrent", "DROP INDEX sales.orders_note_idx"),
    ("drop-identity", "ALTER TABLE sales.orders ALTER COLUMN counted DROP IDENTITY"),
    ("drop-sequence", "DROP SEQUENCE sales.numbers"),
    ("drop-type", "DROP TYPE sales.mood"),
    ("drop-function", "DROP FUNCTION sales.gross(integer, integer)"),
    ("domain-constraint-validated", "ALTER DOMAIN sales.amount ADD CONSTRAINT amount_low CHECK (VALUE < 9)"),
]


@pytest.fixture(scope="module")
def elsewhere(server: Server) -> Iterator[str]:
    """Make a database in which nothing stands in `public`."""
    name = f"rewrite_{uuid4().hex}"
    server.create_database(name)
    with server.connect(name) as session:
        session.run(GIVEN)
    yield name
    server.drop_database(name)


@contextmanager
def copied(server: Server, template: str) -> Iterator[Connection]:
    """Open a session on a copy of a database, and drop the copy afterwards."""
    name = f"rewrite_{uuid4().hex}"
    server.create_database(name, template=template)
    try:
        with server.connect(name) as session:
            yield session
    finally:
        server.drop_database(name)


@pytest.mark.parametrize(("rule", "sql"), ELSEWHERE, ids=[rule for rule, _ in ELSEWHERE])
def test_in_another_schema(server: Server, elsewhere: str, rule: str, sql: str) -> None:
    """The safe way runs where the table stands in a schema of its own, with another key and other types."""
    with copied(server, elsewhere) as session:
        history, seen = watch(session, Fence((), sql, 1))
    found = only(review(GUIDE, history, observations=seen), rule)
    assert found.rewrite
    with copied(server, elsewhere) as session:
        for text in found.rewrite:
            for statement in split(text, Path("safe.sql")):
                session.run(statement.text)
        assert session.rows("SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []


PAGES = [rule for rule in GUIDE.rules.values() if rule.sql(Kind.UNSAFE)]


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.name)
def test_an_advice_names_nothing_of_the_example(rule: Rule) -> None:
    """What stands in code in an advice is what the statement has there, or is nobody's name."""
    caught = {hole: text for hole, text in examples(rule).items() if hole != GAPS}
    advice = filled_code(f"{rule.advice} {rule.in_drizzle}", caught, dict.fromkeys(caught, "of_the_statement"))
    spans = re.findall(r"`([^`]+)`", advice)
    assert [name for name in names(rule) for span in spans if re.search(rf"\b{re.escape(name)}\b", span)] == []


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.name)
def test_advice_on_plain_files_says_nothing_of_drizzle(rule: Rule) -> None:
    """Whoever has no Drizzle reads neither of it nor of its schema file."""
    files = [one.sql for one in (*rule.sql(Kind.GIVEN), *rule.sql(Kind.UNSAFE))]
    found = judged(*files, layout=Layout.PLAIN).findings
    said = [f"{one.summary} {one.advice}" for one in found if one.rule == rule.name]
    assert [text for text in said if re.search("(?i)drizzle|schema file|TypeScript|generate", text)] == []
