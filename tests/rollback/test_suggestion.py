"""What the text alone tells of a way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.history.model import Migration
from sterna.rollback.suggestion import suggest
from sterna.sql.split import split


def _migration(text: str, index: int = 0) -> Migration:
    path = Path(f"{index:04}_m.sql")
    return Migration(path.stem, path, index, index, index, "0" * 64, (text,), split(text, path))


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ('CREATE TABLE "a" ("id" serial PRIMARY KEY);', ['DROP TABLE "a"']),
        (
            'CREATE TABLE "a" ("id" int GENERATED ALWAYS AS IDENTITY (sequence name "s" INCREMENT BY 1));',
            ['DROP TABLE "a"'],
        ),
        ('CREATE UNIQUE INDEX "i" ON "S"."t" USING btree ("x");', ['DROP INDEX "S"."i"']),
        ("ALTER TABLE t ADD a int, ADD B int;", ['ALTER TABLE "t" DROP COLUMN "b"', 'ALTER TABLE "t" DROP COLUMN "a"']),
        ('ALTER TABLE "t" ADD CONSTRAINT "u" UNIQUE ("a");', ['ALTER TABLE "t" DROP CONSTRAINT "u"']),
        ('ALTER TABLE "t" RENAME COLUMN "a" TO "b";', ['ALTER TABLE "t" RENAME COLUMN "b" TO "a"']),
        ('ALTER TABLE "s"."t" RENAME TO "u";', ['ALTER TABLE "s"."u" RENAME TO "t"']),
        ("ALTER TABLE t ALTER COLUMN c SET NOT NULL;", ['ALTER TABLE "t" ALTER COLUMN "c" DROP NOT NULL']),
        ("ALTER TABLE t ALTER COLUMN c DROP NOT NULL;", ['ALTER TABLE "t" ALTER COLUMN "c" SET NOT NULL']),
        ('CREATE TYPE "public"."e" AS ENUM(\'a\');', ['DROP TYPE "public"."e"']),
        ("CREATE MATERIALIZED VIEW m AS SELECT 1;", ['DROP MATERIALIZED VIEW "m"']),
        ("CREATE SCHEMA s; CREATE SEQUENCE s.q;", ['DROP SEQUENCE "s"."q"', 'DROP SCHEMA "s"']),
    ],
)
def test_inverse(up: str, down: list[str]) -> None:
    """A statement whose text says all is turned round, the last first."""
    suggestion = suggest(_migration(up))
    assert (list(suggestion.statements), suggestion.missing) == (down, ())


@pytest.mark.parametrize(
    "up",
    [
        "ALTER TABLE t DROP COLUMN c;",
        "DROP TABLE t;",
        "CREATE TABLE IF NOT EXISTS t (id int);",
        "CREATE OR REPLACE VIEW v AS SELECT 1;",
        "ALTER TABLE t ALTER COLUMN c SET DEFAULT 1;",
        "ALTER TYPE e ADD VALUE 'x';",
        "UPDATE t SET a = 1;",
        "ALTER TABLE t ADD a int, DROP COLUMN b;",
        "DROP INDEX i;",
        "this is not SQL;",
    ],
)
def test_state_before(up: str) -> None:
    """What takes the state before is left out by name, never guessed."""
    suggestion = suggest(_migration(up))
    assert suggestion.statements == ()
    assert len(suggestion.missing) == 1


def test_dropped_index() -> None:
    """A dropped index comes back as the last migration before it made it."""
    earlier = [_migration("CREATE INDEX i ON t (a);"), _migration("DROP INDEX i; CREATE INDEX I ON t (b);", 1)]
    assert suggest(_migration("DROP INDEX i;", 2), earlier).statements == ("CREATE INDEX I ON t (b)",)
