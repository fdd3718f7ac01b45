"""Code that may write rows is told from code that only reads, by the words of its body."""

from __future__ import annotations

import pytest

from sterna.sql.writing import may_write


@pytest.mark.parametrize(
    "text",
    [
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN 1; END $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (''a'') RETURNING 1'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN EXECUTE 'DEL' || 'ETE FROM t'; END $body$",
        "CREATE PROCEDURE p() BEGIN ATOMIC UPDATE t SET a = 1; END",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'WITH d AS (DELETE FROM t RETURNING 1) SELECT 1'",
        "DO $$ BEGIN IF true THEN TRUNCATE t; END IF; END $$",
        "DO 'BEGIN CALL p(); END'",
    ],
)
def test_what_writes(text: str) -> None:
    """A word that writes counts wherever it stands in the body, in each form that a body may have."""
    assert may_write(text)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF TG_OP = 'DELETE' THEN NULL; END IF; END$$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM t FOR UPDATE'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 FROM t FOR NO KEY UPDATE -- DELETE later\n$$",
        'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT "update" FROM t; END',
        "DO $$ BEGIN PERFORM f(); END $$",
    ],
)
def test_what_only_reads(text: str) -> None:
    """Locks, texts, comments and quoted names are no writing."""
    assert not may_write(text)


def test_more_words_may_count() -> None:
    """Whoever cannot see what is called counts PERFORM too."""
    assert may_write("DO $$ BEGIN PERFORM f(); END $$", frozenset(["PERFORM"]))
