"""Migrations that refuse a transaction: run alone, gone on with after a kill, and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.problem import Problem
from sterna.runbook.failure import Failed
from tests.cli.histories import make
from tests.runbook.conftest import Production
from tests.runbook.histories import BUILD, EMAIL, PHONE, USERS
from tests.runbook.running import Heard, run, standing, tags


def test_concurrently_runs_outside_of_transactions(tmp_path: Path, production: Production) -> None:
    """A migration of its own between two others: three steps, three rows, a valid index."""
    folder = make(tmp_path / "d", {"0000_users": USERS, "0001_build": BUILD, "0002_phone": PHONE})
    run(production, folder)
    assert tags(production, folder) == ["0000_users", "0001_build", "0002_phone"]
    assert production.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_name'::regclass") == [("t",)]


def test_an_invalid_index_is_named_and_built_anew(tmp_path: Path, production: Production) -> None:
    """A unique index over doubled rows leaves an INVALID one behind; when the rows are right, the next run mends it."""
    folder = make(tmp_path / "d", {"0000_users": USERS, "0001_build": BUILD})
    run(production, make(tmp_path / "first", {"0000_users": USERS}))
    production.run("INSERT INTO users VALUES (1, 'a'), (2, 'a')")
    with pytest.raises(Failed) as failed:
        run(production, folder)
    assert "23505: could not create unique index" in failed.value.where
    assert "An INVALID index is left behind: public.users_name on public.users." in failed.value.where
    assert "Not applied: 0001_build." in failed.value.where
    assert [index.name for index in standing(production, folder).invalid] == ["public.users_name"]
    production.run("DELETE FROM users WHERE id = 2")
    heard = Heard()
    run(production, folder, heard=heard)
    assert heard.notes == ['"public"."users_name" was left INVALID by an earlier run: it is dropped and built anew']
    assert standing(production, folder).invalid == ()
    assert tags(production, folder) == ["0000_users", "0001_build"]


def test_an_index_that_was_built_before_the_kill_is_not_built_twice(tmp_path: Path, production: Production) -> None:
    """Where only the row is missing, the definition decides; another index of the name is not taken for it."""
    folder = make(tmp_path / "d", {"0000_users": USERS, "0001_build": BUILD})
    run(production, make(tmp_path / "first", {"0000_users": USERS}))
    production.run("CREATE UNIQUE INDEX users_name ON users (name)")
    [(before,)] = production.rows("SELECT 'users_name'::regclass::oid")
    definition = "CREATE UNIQUE INDEX users_name ON public.users USING btree (name)"
    with pytest.raises(Problem, match="cannot be told"):
        run(production, folder)
    with pytest.raises(Problem, match="another index of the name"):
        run(production, folder, built={("public", "users_name"): definition.replace("UNIQUE ", "")})
    heard = Heard()
    run(production, folder, heard=heard, built={("public", "users_name"): definition})
    assert heard.notes == ['"public"."users_name" is there and valid: it was built before']
    assert production.rows("SELECT 'users_name'::regclass::oid") == [(before,)]
    assert tags(production, folder) == ["0000_users", "0001_build"]


def test_two_indexes_of_one_name(tmp_path: Path, production: Production) -> None:
    """The second is no work of an earlier run, so PostgreSQL refuses it; IF NOT EXISTS passes it over."""
    second = BUILD.replace("(name)", "(id)")
    folder = make(tmp_path / "d", {"0000_users": USERS, "0001_build": BUILD + second})
    built = {("public", "users_name"): "CREATE UNIQUE INDEX users_name ON public.users USING btree (name)"}
    for _ in range(2):
        with pytest.raises(Failed, match='statement 2 of 2\n42P07: relation "users_name" already exists'):
            run(production, folder, built=built)
    assert tags(production, folder) == ["0000_users"]
    (folder / "0001_build.sql").write_text(BUILD + second.replace("CONCURRENTLY", "CONCURRENTLY IF NOT EXISTS"))
    run(production, folder, built=built)
    assert tags(production, folder) == ["0000_users", "0001_build"]


def test_dropping_concurrently_goes_on_too(tmp_path: Path, production: Production) -> None:
    """An index that is gone already is no error: the run that dropped it was killed before its row."""
    drop = 'DROP INDEX CONCURRENTLY "email_idx";'
    folder = make(tmp_path / "d", {"0000_users": USERS, "0001_email": EMAIL, "0002_drop": drop})
    run(production, make(tmp_path / "first", {"0000_users": USERS, "0001_email": EMAIL}))
    production.run(drop)
    heard = Heard()
    run(production, folder, heard=heard)
    assert heard.notes == ['"email_idx" is not there: it was dropped before']
    assert len(production.tracked()) == 3
