"""The names that a statement takes for granted or makes, read from its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.sql import created, names

ROLES = {
    "grant": ('GRANT SELECT ON t TO anon, "Big Role", PUBLIC', {"anon", "Big Role"}),
    "revoke": ("REVOKE ALL ON t FROM GROUP old", {"old"}),
    "membership": ("GRANT a, b TO c WITH ADMIN OPTION", {"a", "b", "c"}),
    "owner": ("ALTER TABLE t OWNER TO postgres", {"postgres"}),
    "owner is who asks": ("ALTER TABLE t OWNER TO CURRENT_USER", set()),
    "quoted like a keyword": ('ALTER TABLE t OWNER TO "current_user"', {"current_user"}),
    "policy": ("CREATE POLICY p ON t FOR ALL TO a, b USING (x IN (SELECT to_date('x', 'y')))", {"a", "b"}),
    "policy for all": ("CREATE POLICY p ON t AS PERMISSIVE FOR ALL TO public", set()),
    "policy changes its name": ("ALTER POLICY p ON t RENAME TO q", set()),
    "column changes its name": ("ALTER TABLE t RENAME COLUMN a TO b", set()),
    "set": ("SET LOCAL ROLE app", {"app"}),
    "set none": ("SET ROLE NONE", set()),
    "defaults": ("ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA s GRANT ALL ON TABLES TO b", {"a", "b"}),
    "schema": ("CREATE SCHEMA s AUTHORIZATION a", {"a"}),
    "in a block": ("DO $$ BEGIN IF true THEN GRANT ALL ON t TO a; END IF; END $$", {"a"}),
    "in executed text": ("DO $$ BEGIN EXECUTE 'GRANT ALL ON t TO a'; END $$", {"a"}),
    "in a text": ("INSERT INTO t VALUES ('GRANT ALL ON t TO a')", set()),
    "in a comment": ("SELECT 1 /* GRANT ALL ON t TO a */", set()),
}


@pytest.mark.parametrize(("sql", "expected"), ROLES.values(), ids=ROLES.keys())
def test_roles(sql: str, expected: set[str]) -> None:
    """Roles are read from grants, policies, owners and settings, and from nowhere else."""
    assert names.roles(sql) == expected


def test_what_is_created() -> None:
    """What a statement makes is read with its quotes resolved and without its schema."""
    assert created.roles_created('CREATE ROLE "A b"; CREATE USER c; CREATE USER MAPPING FOR d SERVER s') == {"A b", "c"}
    assert created.roles_created('ALTER ROLE a RENAME TO "B"; ALTER TABLE a RENAME TO c; ALTER ROLE d LOGIN') == {"B"}
    assert created.extensions_created("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA ext VERSION '1.1'") == (
        created.Extension("uuid-ossp", "ext"),
    )
    assert created.extensions_created("CREATE EXTENSION vector") == (created.Extension("vector"),)
    assert created.schemas_created("CREATE SCHEMA IF NOT EXISTS auth; CREATE SCHEMA AUTHORIZATION me") == {"auth", "me"}
    assert created.types_created('CREATE TYPE "public"."Mood" AS ENUM (); CREATE DOMAIN email AS text') == {
        "Mood",
        "email",
    }
    assert created.functions_created("CREATE OR REPLACE FUNCTION a.f() RETURNS int; CREATE PROCEDURE p()") == {"f", "p"}


def test_types_stand_where_types_do() -> None:
    """A name is a type after a column, `::`, TYPE or in a cast, and not where a column or an index is named."""
    assert "vector" in names.types('CREATE TABLE t ("embedding" vector(3))')
    assert "vector" in names.types("ALTER TABLE t ADD COLUMN embedding vector(3)")
    assert "vector" in names.types('ALTER TABLE t ALTER COLUMN "e" SET DATA TYPE public.vector(3)')
    assert "vector" in names.types("SELECT CAST(a AS vector), '[1]'::text")
    assert "vector" in names.types("SELECT '[1]'::vector")
    assert "vector" not in names.types('CREATE TABLE t ("vector" text)')
    assert "vector" not in names.types("CREATE TABLE t (id int, vector text)")
    assert "vector" not in names.types("SELECT vector FROM t WHERE vector = 1 ORDER BY vector")
    assert "vector" not in names.types("CREATE EXTENSION vector")


def test_qualified_names() -> None:
    """A pair is a relation or a call; a column with its alias is none unless it looks like a relation."""
    assert names.qualified("SELECT auth.uid(), u.id FROM auth.users u") == {("auth", "uid"), ("auth", "users")}
    assert names.qualified("SELECT 1 WHERE a = auth.id") == frozenset()
    assert names.schemas("GRANT USAGE ON SCHEMA auth TO x") == {"auth"}


@given(st.text(alphabet="aA\"'$;()., -/*\n", max_size=40) | st.text(max_size=20))
def test_any_text_is_read(text: str) -> None:
    """No text, however broken, stops the reading."""
    for read in (names.roles, names.owners, names.types, names.functions, names.schemas, names.qualified):
        assert isinstance(read(text), frozenset)
    for body in (f"DO {text}", f"CREATE FUNCTION f() AS {text}", f"GRANT {text} TO {text}", f"CREATE EXTENSION {text}"):
        assert isinstance(names.roles(body), frozenset)
        assert isinstance(created.extensions_created(body), tuple)
