"""Which conversions of columns compute values is told from the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.sql.conversion import computed
from sterna.sql.statement import Statement


@pytest.mark.parametrize(
    ("using", "columns"),
    [
        ("", ""),
        ("USING x", ""),
        ("USING x::text::integer", ""),
        ('USING ("x"::text)::public."E"[]', ""),
        ("USING CAST((x) AS double precision)", ""),
        ("USING x::varchar(5)", "x"),
        ("USING CAST(x AS numeric(4, 1))", "x"),
        ("USING lower(x)", "x"),
        ("USING y::integer", "x"),
        ("USING x / 100", "x"),
        ("USING x::integer / 100", "x"),
        ("USING (x)::integer + 1", "x"),
        ("USING CASE WHEN x = 'a' THEN 'b' ELSE x END", "x"),
        ("USING (CASE WHEN x IN ('a', 'b') THEN 'b' ELSE x END)::e, ALTER y TYPE text USING y::text", "x"),
        ("USING x::text, ALTER y TYPE text USING trim(y)", "y"),
        ("USING x AT TIME ZONE 'UTC'", "x"),
        ("USING 'using ' || x", "x"),
    ],
)
def test_more_than_a_cast(using: str, columns: str) -> None:
    """A cast of the column itself computes nothing; one with a size may cut, and counts."""
    text = f'ALTER TABLE public."T" ALTER COLUMN x SET DATA TYPE e {using}'
    wanted = tuple(('public."T"', column) for column in columns.split())
    assert computed(Statement(text, Path("a.sql"))) == wanted


def test_other_statements() -> None:
    """USING of an index or a policy is none of these."""
    for text in ("CREATE INDEX i ON t USING gin (x)", "ALTER POLICY p ON t USING (x > 1)", "DELETE FROM t USING u"):
        assert computed(Statement(text, Path("a.sql"))) == ()
