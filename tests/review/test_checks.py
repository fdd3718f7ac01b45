"""What single checks find, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sterna.history.model import Fault
from sterna.review import review
from tests.review.histories import GUIDE, history, judged

_HEADER = "-- Custom SQL migration file, put your code below! --"
_DANCE = """
ALTER TABLE "orders" ALTER COLUMN "status" SET DATA TYPE text;--> statement-breakpoint
DROP TYPE "public"."status";--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('open', 'paid');--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "status" SET DATA TYPE "public"."status" USING "status"::"public"."status";
"""
_BY_HAND = """
ALTER TYPE status RENAME TO status_old;
CREATE TYPE status AS ENUM ('open', 'paid');
ALTER TABLE orders ALTER COLUMN status TYPE status USING status::text::status;
DROP TYPE status_old;
"""
_TWO = "ALTER TABLE users ALTER email SET NOT NULL; ALTER TABLE users {};"

CASES = {
    "drop-type: one that was there": ("drop-type", 1, "DROP TYPE status;"),
    "drop-type: a domain": ("drop-type", 1, "DROP DOMAIN IF EXISTS email;"),
    "drop-type: two at once": ("drop-type", 2, "DROP TYPE a, b;"),
    "drop-type: made in the same set": ("drop-type", 0, "CREATE TYPE s AS ENUM ('a');", "DROP TYPE public.s;"),
    "drop-type: made again": ("drop-type", 0, _DANCE),
    "drop-type: the old one of two": ("drop-type", 0, _BY_HAND),
    "drop-type: cascade is told already": ("drop-type", 0, "DROP TYPE status CASCADE;"),
    "drop-function: one that was there": ("drop-function", 1, "DROP FUNCTION IF EXISTS gross(numeric);"),
    "drop-function: a procedure": ("drop-function", 1, "DROP PROCEDURE clean_up;"),
    "drop-function: made again": (
        "drop-function",
        0,
        "DROP FUNCTION gross(numeric); CREATE FUNCTION gross(n int) RETURNS int LANGUAGE sql AS 'SELECT n';",
    ),
    "drop-function: replaced by another": (
        "drop-function",
        1,
        "DROP FUNCTION gross(int); CREATE OR REPLACE FUNCTION net(n int) RETURNS int LANGUAGE sql AS 'SELECT n';",
    ),
    "drop-sequence: one that was there": ("drop-sequence", 1, "DROP SEQUENCE numbers;"),
    "drop-sequence: made in the same set": ("drop-sequence", 0, "CREATE SEQUENCE numbers;", "DROP SEQUENCE numbers;"),
    "enum-made-anew: as drizzle-kit does it": ("enum-made-anew", 1, _DANCE),
    "enum-made-anew: as people do it": ("enum-made-anew", 1, _BY_HAND),
    "enum-made-anew: a text that becomes an enum": (
        "enum-made-anew",
        0,
        "CREATE TYPE s AS ENUM ('a'); ALTER TABLE t ALTER c TYPE s USING c::s;",
    ),
    "enum-made-anew: a table of the same set": (
        "enum-made-anew",
        0,
        'CREATE TABLE "orders" (status "public"."status");',
        _DANCE,
    ),
    "several: two columns": ("several-alters-of-one-table", 1, _TWO.format("ALTER name SET NOT NULL")),
    "several: three columns are told once": (
        "several-alters-of-one-table",
        1,
        _TWO.format("ALTER name SET NOT NULL"),
        "ALTER TABLE users ALTER age TYPE bigint;",
    ),
    "several: the same column": ("several-alters-of-one-table", 0, _TWO.format("ALTER email TYPE text")),
    "several: one that is quick": ("several-alters-of-one-table", 0, _TWO.format("ADD age int")),
    "several: one statement": (
        "several-alters-of-one-table",
        0,
        "ALTER TABLE users ALTER email SET NOT NULL, ALTER name SET NOT NULL;",
    ),
    "several: two tables": (
        "several-alters-of-one-table",
        0,
        "ALTER TABLE users ALTER email SET NOT NULL; ALTER TABLE teams ALTER name SET NOT NULL;",
    ),
    "add-checked-column: one": ("add-checked-column", 1, "ALTER TABLE orders ADD discount int CHECK (discount > 0);"),
    "add-checked-column: with a name": (
        "add-checked-column",
        1,
        "ALTER TABLE orders ADD COLUMN discount int DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (discount >= 0);",
    ),
    "add-checked-column: a new table": ("add-checked-column", 0, "CREATE TABLE t (id int CHECK (id > 0));"),
    "add-referencing-column: one": ("add-referencing-column", 1, "ALTER TABLE t ADD u_id bigint REFERENCES u;"),
    "add-referencing-column: with a default": (
        "add-referencing-column",
        1,
        "ALTER TABLE t ADD u_id bigint DEFAULT 1 REFERENCES u (id) ON DELETE cascade;",
    ),
    "add-referencing-column: a new table": (
        "add-referencing-column",
        0,
        "CREATE TABLE t (u_id bigint REFERENCES u (id));",
    ),
    "empty: no statement": ("migration-holds-no-statement", 1, f"{_HEADER}\n"),
    "empty: SQL behind two dashes": ("migration-holds-no-statement", 1, "-- DROP TABLE users;\n"),
    "empty: the note about a primary key is told already": (
        "migration-holds-no-statement",
        0,
        '-- ALTER TABLE "t" DROP CONSTRAINT "<constraint_name>";',
    ),
    "empty: one statement": ("migration-holds-no-statement", 0, f"{_HEADER}\nSELECT 1;"),
    "commit: work before it": (
        "commit-in-migration",
        1,
        "ALTER TABLE t ADD a int; COMMIT; DROP INDEX CONCURRENTLY IF EXISTS i; BEGIN;",
    ),
    "commit: all of it can be run again": (
        "commit-in-migration",
        0,
        "COMMIT; DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY i ON t (a); BEGIN;",
    ),
    "commit: an index that is not cleared away": (
        "commit-in-migration",
        1,
        "COMMIT; CREATE INDEX CONCURRENTLY i ON t (a); BEGIN;",
    ),
    "commit: another index is cleared away": (
        "commit-in-migration",
        1,
        "COMMIT; DROP INDEX CONCURRENTLY IF EXISTS j; CREATE INDEX CONCURRENTLY i ON t (a); BEGIN;",
    ),
    "commit: no transaction afterwards": ("commit-in-migration", 1, "COMMIT; DROP INDEX CONCURRENTLY IF EXISTS i;"),
    "commit: a second one": ("commit-in-migration", 1, "COMMIT; BEGIN; ALTER TABLE t ADD a int; COMMIT;"),
    "commit: the work is in the transaction that is opened": (
        "commit-in-migration",
        0,
        "COMMIT; DROP INDEX CONCURRENTLY IF EXISTS i; BEGIN; ALTER TABLE t ADD a int;",
    ),
    "commit: a rollback": ("commit-in-migration", 1, "ROLLBACK; BEGIN;"),
    "lock_timeout: a setting of another name": ("missing-lock-timeout", 1, "SET foo.lock_timeout = 1; DROP TABLE t;"),
    "lock_timeout: never": ("missing-lock-timeout", 1, "SET lock_timeout = 0; DROP TABLE t;"),
    "lock_timeout: set": ("missing-lock-timeout", 0, "SET LOCAL lock_timeout TO '3s'; DROP TABLE t;"),
    "lock_timeout: over with its transaction": (
        "missing-lock-timeout",
        1,
        "SET LOCAL lock_timeout = '3s'; COMMIT; BEGIN; DROP TABLE t;",
    ),
    "lock_timeout: of the session": ("missing-lock-timeout", 0, "SET lock_timeout = '3s'; COMMIT; DROP TABLE t;"),
    "lock_timeout: by a function": (
        "missing-lock-timeout",
        0,
        "SELECT set_config('lock_timeout', '3s', true); DROP TABLE t;",
    ),
    "vacuum: not full": ("vacuum-full", 0, "VACUUM (FULL FALSE) t;"),
    "reindex: with a word that says no": ("reindex", 1, "REINDEX (CONCURRENTLY FALSE) INDEX i;"),
    "reindex: concurrently": ("reindex", 0, "REINDEX (VERBOSE, CONCURRENTLY) INDEX i;"),
    "char: without a length": ("char-column", 1, "ALTER TABLE t ADD a char NOT NULL;"),
    "char: varying": ("char-column", 0, "ALTER TABLE t ADD a character varying(3);"),
    "char: a cast in the default": ("char-column", 1, "ALTER TABLE t ADD a char(3) DEFAULT 'x'::character varying;"),
    "serial: by another name": ("add-counting-column", 1, "ALTER TABLE t ADD a serial8;"),
    "required: as a key": ("required-column", 1, "ALTER TABLE t ADD a int PRIMARY KEY;"),
    "identity: dropped": ("drop-identity", 1, "ALTER TABLE t ALTER id DROP IDENTITY;"),
    "identity: numbered again": (
        "drop-identity",
        0,
        "ALTER TABLE t ALTER id DROP IDENTITY; ALTER TABLE t ALTER id SET DEFAULT nextval('s');",
    ),
    "identity: the column goes": ("drop-identity", 0, "ALTER TABLE t ALTER id DROP IDENTITY; ALTER TABLE t DROP id;"),
    "row security: no policy": ("row-security-without-policy", 1, "ALTER TABLE t ENABLE ROW LEVEL SECURITY;"),
    "row security: a policy later": (
        "row-security-without-policy",
        0,
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON public.t USING (a = 1);",
    ),
    "name: 63 bytes": ("name-too-long", 0, f"CREATE TABLE t (id bigint, {'a' * 63} text);"),
    "name: 64 bytes": ("name-too-long", 1, f"CREATE TABLE t (id bigint, {'a' * 64} text);"),
    "name: 64 bytes in fewer letters": ("name-too-long", 1, f'ALTER TABLE t ADD "{"é" * 32}" text;'),
    "name: a long one that goes": ("name-too-long", 0, f"ALTER TABLE t DROP CONSTRAINT {'a' * 64};"),
    "rows: named by their keys": ("backfill-in-one-statement", 0, "DELETE FROM users WHERE id IN (1, 2);"),
    "rows: as another query says": ("backfill-in-one-statement", 1, "DELETE FROM users WHERE id IN (a, b);"),
    "header: SQL on its line": ("first-line-in-header", 1, f"{_HEADER}UPDATE users SET a = 1;\nSELECT 1;"),
    "header: all of the SQL": ("first-line-in-header", 1, f"{_HEADER} UPDATE users SET a = 1;"),
    "header: a line of its own": ("first-line-in-header", 0, f"{_HEADER}\r\nUPDATE users SET a = 1;"),
    "header: a breakpoint behind it": ("first-line-in-header", 0, f"{_HEADER}--> statement-breakpoint\nSELECT 1;"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_check(case: tuple[str, int, *tuple[str, ...]]) -> None:
    """A check finds its hazard as often as it is there, and not where the text only looks like it."""
    rule, often, *files = case
    found = [finding.rule for finding in judged(*files).findings]
    assert found.count(rule) == often


def test_what_the_header_took() -> None:
    """The finding points at the SQL that is lost, and the file is not said to be empty as well."""
    found = judged(f"{_HEADER}UPDATE users SET a = 1;").findings
    assert [(one.rule, one.place) for one in found] == [("first-line-in-header", f"0000.sql:1:{len(_HEADER) + 1}")]


def test_a_file_that_cannot_be_run_is_not_empty() -> None:
    """Where the reader of the folder found no statement because it could not read, one finding is enough."""
    broken = history("", faults=(Fault("commented-out", "All of it.", history("").folder, tag="0000", fatal=True),))
    assert [one.rule for one in review(GUIDE, broken).findings] == ["commented-out"]


def named(tag: str, text: str) -> bool:
    """Tell whether a migration of this name is said to have a random one."""
    one = history(text)
    files = (replace(one.migrations[0], tag=tag),)
    return any(found.rule == "random-name" for found in review(GUIDE, replace(one, migrations=files)).findings)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("0003_add_user_preferences", "ALTER TABLE users ADD preferences jsonb;"),
        ("0004_rename_name_to_full_name", "ALTER TABLE users RENAME name TO full_name;"),
        ("0000_init", "SELECT 1;"),
        ("0001_user_preferences", "CREATE TABLE user_preferences (id bigint);"),
        ("0002_billing_profile", 'CREATE TABLE "billing_profiles" (id bigint);'),
        ("0005_gitea_dedup_guards", "SELECT 1;"),
        ("0006_upsert_uniqueness", "SELECT 1;"),
        ("0007_usage_reset_anchor_times", "SELECT 1;"),
        ("0008_invoices2", "SELECT 1;"),
        ("0009_better-auth", "SELECT 1;"),
        ("20260101120000_backfill_regions", "SELECT 1;"),
    ],
)
def test_names_of_people(tag: str, text: str) -> None:
    """A name that says what is done, or says a word of what the file is about, was given by somebody."""
    assert not named(tag, text)


@pytest.mark.parametrize(
    "tag",
    [
        "0000_reflective_puck",
        "0001_striped_tattoo",
        "0002_ambiguous_carlie_cooper",
        "0003_pink_groot",
        "0298_fat_cobra",
    ],
)
def test_random_names(tag: str) -> None:
    """An adjective and the name of a hero are drizzle-kit's."""
    assert named(tag, "ALTER TABLE orders ADD region text;")
