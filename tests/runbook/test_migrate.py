"""Applying migrations: what it leaves behind, and what it says, when all goes well and when it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sterna import history
from sterna.problem import Problem
from sterna.runbook.failure import Failed
from tests.cli.histories import make
from tests.drizzle.example import entries
from tests.runbook.conftest import Production
from tests.runbook.histories import BUILD, EMAIL, EXAMPLE, PHONE, USERS
from tests.runbook.running import Heard, run, standing, tags


def test_all_pending_are_applied_and_tracked(folder: Path, production: Production) -> None:
    """In one transaction, with the rows that Drizzle would write; a second run has nothing to do."""
    heard = Heard()
    done = run(production, folder, heard=heard)
    assert [one.tag for one in done] == ["0000_users", "0001_phone", "0002_email"]
    assert heard.statements == ["0000_users:1", "0001_phone:1", "0002_email:1", "0002_email:2"]
    assert production.tracked() == [(one.hash, str(one.when)) for one in history.read(folder).migrations]
    assert production.rows("SELECT count(DISTINCT xmin::text) FROM drizzle.__drizzle_migrations") == [("1",)]
    assert run(production, folder) == ()
    assert standing(production, folder).wrong is False


def test_one_by_one_each_has_its_own_transaction(folder: Path, production: Production) -> None:
    """What was applied before the failing one stays."""
    (folder / "0002_email.sql").write_text("ALTER TABLE nobody ADD COLUMN email text;")
    with pytest.raises(Failed) as failed:
        run(production, folder, one_by_one=True)
    assert tags(production, folder) == ["0000_users", "0001_phone"]
    assert failed.value.applied == ("0000_users", "0001_phone")
    assert "Applied in this run: 0000_users, 0001_phone. Not applied: 0002_email." in failed.value.where


def test_the_example_as_it_is(production: Production, other: Production) -> None:
    """22 migrations whole and one by one make the same schema and the same rows."""
    run(production, EXAMPLE)
    run(other, EXAMPLE, one_by_one=True)
    expected = [(entry.hash, str(entry.when)) for entry in entries()]
    assert production.tracked() == other.tracked() == expected
    assert production.dump() == other.dump()


def test_an_error_says_all_that_is_known(folder: Path, production: Production) -> None:
    """File, line, statement number, SQLSTATE, PostgreSQL's hint; and nothing is left of the transaction."""
    (folder / "0002_email.sql").write_text(
        "ALTER TABLE users ADD COLUMN email text;--> statement-breakpoint\n\n"
        "ALTER TABLE users\n  ALTER COLUMN nam SET NOT NULL;"
    )
    before = production.dump()
    with pytest.raises(Failed) as failed:
        run(production, folder)
    path = folder / "0002_email.sql"
    assert failed.value.what == "0002_email was refused."
    assert failed.value.where.splitlines() == [
        f"{path}:3:1, statement 2 of 2",
        '42703: column "nam" of relation "users" does not exist',
        "ALTER TABLE users ALTER COLUMN nam SET NOT NULL",
        "Nothing of this run is applied. Not applied: 0000_users, 0001_phone, 0002_email.",
    ]
    assert production.tracked() == []
    assert [line for line in production.dump().splitlines() if "users" in line] == []
    assert [line for line in before.splitlines() if "drizzle" in line] == []


def test_the_place_is_where_postgresql_points_to(tmp_path: Path, production: Production) -> None:
    """A syntax error is placed in the file, not at the beginning of its statement; the hint is passed on."""
    folder = make(tmp_path / "d", {"0000_a": "CREATE TABLE a (id int);\nSELECT\n  a.idd FROM a;"})
    with pytest.raises(Failed) as failed:
        run(production, folder)
    lines = failed.value.where.splitlines()
    assert lines[0] == f"{folder / '0000_a.sql'}:3:3, statement 2 of 2"
    assert lines[1] == "42703: column a.idd does not exist"
    assert lines[2].startswith("hint: Perhaps you meant to reference the column")


def test_a_deferred_constraint_speaks_up_at_commit(tmp_path: Path, production: Production) -> None:
    """What fails at COMMIT is said to, and nothing is applied."""
    folder = make(
        tmp_path / "d",
        {
            "0000_a": "CREATE TABLE a (id int PRIMARY KEY);"
            "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);INSERT INTO b VALUES (1);"
        },
    )
    with pytest.raises(Failed, match=r"0000_a\.sql: COMMIT\n23503: "):
        run(production, folder)
    assert production.tracked() == []


def test_what_exists_already_is_told_with_the_way_out(folder: Path, production: Production) -> None:
    """The commonest error of all names the command that mends it."""
    production.run(USERS)
    with pytest.raises(Failed, match="sterna mark-applied 0000_users"):
        run(production, folder)
    production.run("DROP TABLE users; CREATE TABLE other (id integer)")
    (folder / "0000_users.sql").write_text("DROP TABLE users;")
    with pytest.raises(Failed, match="by hand: `sterna mark-applied 0000_users`"):
        run(production, folder)


def test_what_drizzle_skips_is_refused_and_can_be_run(folder: Path, production: Production) -> None:
    """A late migration is named; --out-of-order runs it, and the table is then as if it had always been there."""
    found = history.read(folder)
    run(production, folder)
    production.run(f"DELETE FROM drizzle.__drizzle_migrations WHERE hash = '{found.migrations[1].hash}'")
    production.run("ALTER TABLE users DROP COLUMN phone")
    with pytest.raises(Problem, match="Drizzle would skip 0001_phone in silence"):
        run(production, folder)
    assert [one.tag for one in run(production, folder, out_of_order=True)] == ["0001_phone"]
    assert sorted(tags(production, folder)) == ["0000_users", "0001_phone", "0002_email"]
    assert standing(production, folder).position.wrong is False


def test_the_folder_of_another_project_is_refused(folder: Path, tmp_path: Path, production: Production) -> None:
    """Where no row is of this folder nothing runs, whatever was asked for; a slip in the URL costs nothing."""
    run(production, folder)
    other = make(tmp_path / "other", {"0000_teams": "CREATE TABLE teams (id integer);"}, first=1893456000000)
    for late in (False, True):
        with pytest.raises(Problem, match="was migrated from another folder: none of the 3 rows") as problem:
            run(production, other, out_of_order=late)
        assert problem.value.do.startswith("Check the folder, and the database that the URL names.")
    assert len(production.tracked()) == 3
    done = production.sterna("status", other, cwd=tmp_path)
    assert done.returncode == 1
    assert "No row is of a migration in this folder: is it that of another project?" in done.stdout


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE drizzle.__drizzle_migrations SET created_at = NULL WHERE id = 1", "would run 0000_users again"),
        (
            "ALTER TABLE drizzle.__drizzle_migrations ADD name text, ADD applied_at timestamptz",
            "upgraded by Drizzle 1.0",
        ),
    ],
)
def test_a_table_that_is_not_in_order(folder: Path, production: Production, spoil: str, said: str) -> None:
    """Where a run would repeat or hide something, it does not run."""
    (folder / "meta" / "_journal.json").write_text(
        json.dumps({"version": "7", "dialect": "postgresql", "entries": _journal(folder)[:1]})
    )
    run(production, folder)
    production.run(spoil)
    with pytest.raises(Problem, match=said):
        run(production, folder)


def _journal(folder: Path) -> list[object]:
    entries: list[object] = json.loads((folder / "meta" / "_journal.json").read_text())["entries"]
    return entries


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TABLE a (id int);COMMIT;BEGIN;", "0000_a controls the transaction itself: COMMIT."),
        ("CREATE TABLE a (id int);CREATE INDEX CONCURRENTLY a_id ON a (id);", "0000_a mixes statements"),
        ("CREATE INDEX CONCURRENTLY ON a (id);", "0000_a mixes statements"),
        ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY;", "0000_a mixes statements"),
    ],
)
def test_what_could_not_be_gone_on_with_is_refused(tmp_path: Path, production: Production, sql: str, said: str) -> None:
    """A file whose half could be applied without anybody knowing is not begun."""
    folder = make(tmp_path / "d", {"0000_a": sql})
    with pytest.raises(Problem, match=said):
        run(production, folder)
    assert production.rows("SELECT to_regclass('drizzle.__drizzle_migrations')") == [(None,)]


def test_a_missing_file_stops_the_run(folder: Path, production: Production) -> None:
    """As with Drizzle, applied or not."""
    (folder / "0001_phone.sql").unlink()
    with pytest.raises(Problem, match="0001_phone cannot be read: The journal names 0001_phone"):
        run(production, folder)


def test_the_command_shows_its_plan_and_asks(folder: Path, production: Production) -> None:
    """Plan, locks and verdicts on standard output; without --yes and a terminal nothing is done."""
    asked = production.sterna("migrate", folder, cwd=folder.parent)
    assert asked.returncode == 2
    assert "1. in one transaction\n    0000_users\n      1. CREATE TABLE users" in asked.stdout
    assert "      way back: exact (the schema came back exactly)\n" in asked.stdout
    assert "There is nobody to ask, so nothing was done." in asked.stderr
    assert production.tracked() == []
    done = production.sterna("migrate", folder, "--yes", cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert "applied  0002_email (2 statements, " in done.stdout
    production.run("INSERT INTO users SELECT number FROM generate_series(1, 1000) number; ANALYZE users")
    more = make(folder, {"0000_users": USERS, "0001_phone": PHONE, "0002_email": EMAIL, "0003_build": BUILD})
    built = production.sterna("migrate", more, "--yes", cwd=folder.parent)
    assert built.returncode == 0, built.stderr
    assert "1. outside of transactions\n    0003_build\n" in built.stdout
    assert "SHARE UPDATE EXCLUSIVE on public.users (about 1,000 rows, " in built.stdout
    again = production.sterna("migrate", more, "--yes", "--format", "json", cwd=folder.parent)
    nothing = {"takes_over": False, "groups": [], "server": None, "not_proven": [], "reason": "", "applied": []}
    assert json.loads(again.stdout) == nothing


def test_what_is_not_proven_needs_a_reason(tmp_path: Path, production: Production) -> None:
    """What fails on rows is refused where there are rows; a reason lets it run and is printed.

    The table is looked for under the name that it has before the plan runs.
    """
    steps = {
        "0000_users": "CREATE TABLE users (id integer, phone text);",
        "0001_rename": "ALTER TABLE users RENAME TO people;",
        "0002_strict": "ALTER TABLE people ALTER COLUMN phone SET NOT NULL;",
    }
    folder = make(tmp_path / "drizzle", steps)
    run(production, make(tmp_path / "one", {"0000_users": steps["0000_users"]}))
    empty = production.sterna("migrate", folder, "--plan", cwd=tmp_path)
    assert empty.returncode == 0, empty.stderr
    assert ("before; this server is" in empty.stdout) == (production.server.version < 180000)
    production.run("INSERT INTO users VALUES (1, '1')")
    refused = production.sterna("migrate", folder, "--yes", cwd=tmp_path)
    assert refused.returncode == 1
    said = (
        "sterna: Something of this is not proven, so it does not run.\n  0002_strict fails on tables that hold rows: "
    )
    assert said in refused.stderr
    assert len(production.tracked()) == 1
    words = ["--unproven", "every row has a phone"]
    done = production.sterna("migrate", folder, "--yes", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "It runs all the same: every row has a phone\n" in done.stdout
    assert len(production.tracked()) == 3
