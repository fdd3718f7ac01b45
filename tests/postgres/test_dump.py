"""A dump is the same text for the same schema, and nothing that a schema says is taken out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.postgres.connection import SqlError
from sterna.postgres.dump import dump, steady
from sterna.postgres.server import Server

HEAD = """\
--
-- PostgreSQL database dump
--

\\restrict aKey1

-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
"""


def test_random_key_and_versions_are_taken_out() -> None:
    """Two dumps that differ in their key and in the version of pg_dump are the same text."""
    first = HEAD + "CREATE TABLE t ();\n\n\\unrestrict aKey1\n"
    second = first.replace("aKey1", "other").replace("pg_dump version 18.6", "pg_dump version 18.7")
    assert steady(first) == steady(second)
    assert "CREATE TABLE t ();" in steady(first)
    assert "restrict" not in steady(first)


def test_body_is_left_alone() -> None:
    """Lines of a comment that look like those of the header stay, so a difference in them is seen."""
    body = "COMMENT ON TABLE t IS '\n\\restrict x\n\\unrestrict x\n-- Dumped by pg_dump version 1\n';\n"
    assert body in steady(HEAD + body + "\\unrestrict aKey1\n")


def test_old_dump_without_a_key() -> None:
    """A pg_dump that writes no key is read as well."""
    text = HEAD.replace("\\restrict aKey1\n", "") + "CREATE TABLE t ();\n"
    assert "CREATE TABLE t ();" in steady(text)


def test_same_schema_same_text(server: Server) -> None:
    """Two databases that were made alike have the same dump, and hostile comments change nothing about that."""
    texts = []
    for name in ("dump_one", "dump_two"):
        server.create_database(name)
        with server.connect(name) as connection:
            connection.run("CREATE TABLE t (id integer); COMMENT ON TABLE t IS E'\\\\unrestrict\\n\\\\restrict x'")
        texts.append(server.dump(name))
        server.drop_database(name)
    assert texts[0] == texts[1]
    assert "\\unrestrict\n\\restrict x" in texts[0]


def test_owners_and_rights_are_in_it(server: Server) -> None:
    """The dump shows who owns a table and who may use it: what a rollback leaves behind there is a difference."""
    server.create_database("dump_rights")
    with server.connect("dump_rights") as connection:
        connection.run("CREATE TABLE t (id integer); GRANT SELECT ON t TO PUBLIC")
    text = server.dump("dump_rights")
    assert f"ALTER TABLE public.t OWNER TO {server.owner};" in text
    assert "GRANT SELECT ON TABLE public.t TO PUBLIC;" in text
    server.drop_database("dump_rights")


def test_missing_database_is_an_error(server: Server) -> None:
    """What pg_dump says is the message."""
    with pytest.raises(SqlError, match='database "nowhere" does not exist'):
        server.dump("nowhere")


def test_pg_dump_that_fails_is_quoted(tmp_path: Path) -> None:
    """A program that ends with an error is never taken for an empty schema."""
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    with pytest.raises(SqlError, match="pg_dump ended with status 3"):
        dump(program, "dbname=x", {})
