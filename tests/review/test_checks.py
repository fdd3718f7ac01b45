"""What single checks find, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sterna.history.model import Fault
from sterna.review import review
from tests.review.histories import GUIDE, history, judged, rules

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
    "header: SQL on its line": ("first-line-in-header", 1, f"{_HEADER}UPDATE users SET a = 1;\nSELECT 1;"),
    "header: all of the SQL": ("first-line-in-header", 1, f"{_HEADER} UPDATE users SET a = 1;"),
    "header: a line of its own": ("first-line-in-header", 0, f"{_HEADER}\r\nUPDATE users SET a = 1;"),
    "header: a breakpoint behind it": ("first-line-in-header", 0, f"{_HEADER}--> statement-breakpoint\nSELECT 1;"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_check(case: tuple[str, int, *tuple[str, ...]]) -> None:
    """A check finds its hazard as often as it is there, and not where the text only looks like it."""
    rule, often, *files = case
    assert rules(*files).count(rule) == often


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
