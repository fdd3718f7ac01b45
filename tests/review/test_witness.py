"""What the server was seen to do is the second witness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sterna.guide import Level
from sterna.postgres.catalog import KINDS, Catalog
from sterna.postgres.observation import Failure, Lock, Observation, Rewrite, Scan
from sterna.review import Finding, FoundBy, review
from sterna.sql.statement import Statement
from tests.review.histories import GUIDE, history

NOTHING: dict[str, Any] = {kind: {} for kind in KINDS}
EMPTY = Catalog(**NOTHING)


def seen(text: str, **said: Failure | list[Lock] | list[Rewrite] | list[Scan]) -> tuple[Finding, ...]:
    """Review one migration with an observation; in what was said, a statement is its number."""
    found = history(text)
    [migration] = found.migrations
    observation = Observation(migration, EMPTY, EMPTY)
    for name, values in said.items():
        if isinstance(values, Failure):
            told: Any = replace(values, statement=migration.statements[int(values.statement.text)])
        else:
            told = tuple(replace(value, statement=migration.statements[int(value.statement.text)]) for value in values)
        observation = replace(observation, **{name: told})
    findings = review(GUIDE, found, observations={migration.tag: observation}).findings
    return tuple(finding for finding in findings if finding.level is not Level.NOTE)


def at(number: int) -> Statement:
    """Stand for a statement by its number from 0."""
    return Statement(str(number), Path())


def test_a_rewrite_that_did_not_happen() -> None:
    """A page that declares a rewrite keeps quiet when the server wrote nothing anew."""
    assert seen("ALTER TABLE t ALTER c TYPE varchar(200);") == ()


def test_a_rewrite_that_happened() -> None:
    """A page that declares a rewrite speaks up when the server wrote the table anew, and nobody says it twice."""
    [finding] = seen("ALTER TABLE t ALTER c TYPE bigint;", rewrites=[Rewrite(at(0), "public.t")])
    assert (finding.rule, finding.found_by) == ("type-change-rewrite", FoundBy.PATTERN)


def test_a_rewrite_that_nobody_foresaw() -> None:
    """A rewrite that no page tells is told by the measurement."""
    [finding] = seen("SELECT rebuild();", rewrites=[Rewrite(at(0), "public.t")])
    assert (finding.rule, finding.found_by, finding.table) == ("table-rewrite", FoundBy.MEASURED, "public.t")


def test_a_scan_that_nobody_foresaw() -> None:
    """A whole table read under a strong lock is told, under a weak one it is not."""
    scans = [Scan(at(0), "public.t")]
    [finding] = seen("SELECT look();", scans=scans, locks=[Lock(at(0), "public.t", "SHARE")])
    assert (finding.rule, finding.table) == ("table-scan", "public.t")
    assert "SHARE" in finding.detail
    assert seen("SELECT look();", scans=scans, locks=[Lock(at(0), "public.t", "ACCESS SHARE")]) == ()


def test_new_tables_do_not_count() -> None:
    """What happens to a table of the pending set is nobody's trouble."""
    assert seen("CREATE TABLE t (id bigint); SELECT rebuild();", rewrites=[Rewrite(at(1), "public.t")]) == ()


@pytest.mark.parametrize("how", ["failure", "outside_transaction", "pending"])
def test_refused(how: str) -> None:
    """A refusal is an error at its statement, with PostgreSQL's words."""
    failure = Failure(at(1), "42P01", 'relation "x" does not exist', hint="Look again.")
    [finding] = seen("SELECT 1; SELECT * FROM x;", **{how: failure})
    assert (finding.rule, finding.level, finding.column) == ("migration-fails", Level.ERROR, 11)
    assert finding.detail == 'PostgreSQL says: relation "x" does not exist (SQLSTATE 42P01). Look again.'


def test_refused_as_foretold() -> None:
    """A refusal that a page foretells is told once."""
    text = "CREATE INDEX CONCURRENTLY i ON t (c);"
    failure = Failure(at(0), "25001", "CREATE INDEX CONCURRENTLY cannot run inside a transaction block")
    assert [finding.rule for finding in seen(text, outside_transaction=failure)] == ["concurrently-in-transaction"]


def test_refused_on_rows() -> None:
    """A refusal on made-up rows is a warning."""
    failure = Failure(at(0), "23514", "check constraint is violated by some row")
    [finding] = seen("SELECT check_all();", with_rows=failure)
    assert (finding.rule, finding.level) == ("fails-on-rows", Level.WARNING)


def test_refused_on_rows_that_cannot_be() -> None:
    """A table that the pending set creates is empty, and made-up rows in it prove nothing."""
    failure = Failure(at(1), "23505", "could not create unique index")
    assert seen("CREATE TABLE t (id bigint, c text); ALTER TABLE t ADD UNIQUE (c);", with_rows=failure) == ()


def test_refused_on_rows_as_foretold() -> None:
    """Where a page asks about the rows already, the refusal is no second finding."""
    failure = Failure(at(0), "23502", "column contains null values")
    found = seen("ALTER TABLE t ALTER c SET NOT NULL;", with_rows=failure, scans=[Scan(at(0), "public.t")])
    assert [finding.rule for finding in found] == ["set-not-null"]


def test_a_migration_that_failed_is_no_witness() -> None:
    """Where the migration did not run to its end, the text is believed."""
    failure = Failure(at(1), "42P01", "no")
    found = seen("ALTER TABLE t ALTER c TYPE bigint; SELECT * FROM x;", failure=failure)
    assert [finding.rule for finding in found] == ["type-change-rewrite", "migration-fails"]
