"""A report that would be too long says less, says so, and keeps what a verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from sterna.pull_request import testimony
from sterna.pull_request.shortening import TOO_LONG, shortened
from sterna.pull_request.testimony import LIMIT, MOST, Column, Effect, Heard, Ran, Seen, Table, WayBack, decode, encode


@dataclass(frozen=True)
class Sizes:
    """How much a report says of each of its migrations."""

    migrations: int
    tables: int = 1
    changes: int = 1
    statements: int = 1
    found: int = 1


def told(sizes: Sizes) -> testimony.Testimony:
    """Return a report of that size."""
    table = Table("public.users", [Column("x" * 100, "text")], [])
    effect = Effect([("word", "Low")], "Short lock", [[("word", "reads wait")]], [], [])
    held: dict[str, Any] = {
        "hash": "0" * 64,
        "ran": Ran("ran"),
        "back": WayBack("structure only", ["x" * 1_000] * sizes.statements, "", [], ["users: 3 rows"], []),
        "changes": [[("word", "Added column "), ("code", "x" * 1_000)]] * sizes.changes,
        "effect": effect,
        "found": [Seen("table-scan", 1, 1, 1, "x" * 500)] * sizes.found,
        "refuted": [Seen("set-not-null", 1, 1, 1)],
        "tables": [table] * sizes.tables,
    }
    heard = [Heard(tag=f"{number:04}_x", **held) for number in range(sizes.migrations)]
    return testimony.Testimony(1, "0.1.0", "PostgreSQL 18.6", heard)


@pytest.mark.parametrize(
    ("sizes", "left_out"),
    [
        (Sizes(3), []),
        (Sizes(100, tables=60), ["diagrams"]),
        (Sizes(90, tables=60, changes=12), ["diagrams", "details"]),
        (Sizes(90, tables=60, changes=12, statements=12), ["diagrams", "details", "statements"]),
        (Sizes(100, found=40), ["diagrams", "details", "statements", "migrations"]),
        (Sizes(101), ["migrations"]),
        (Sizes(1, found=4_000), ["diagrams", "details", "statements", "migrations"]),
    ],
)
def test_what_matters_least_goes_first(sizes: Sizes, left_out: list[str]) -> None:
    """Whatever a run has seen, the report is accepted, and what it leaves out is named in it."""
    short = shortened(told(sizes))
    assert short.left_out == left_out
    raw = encode(short)
    assert len(raw) <= LIMIT
    assert decode(raw) == short
    assert len(short.migrations) <= min(MOST, sizes.migrations)
    assert (len(short.migrations) == sizes.migrations) == ("migrations" not in left_out)
    for one in short.migrations:
        # What a tick, a label or an error rests on stays whatever goes.
        assert (one.ran.how, one.back.verdict, one.back.lost_rows) == ("ran", "structure only", ["users: 3 rows"])
        assert [(each.rule, each.line) for each in one.found] == [("table-scan", 1)] * sizes.found
        assert bool(one.back.statements) == ("statements" not in left_out)
        assert (TOO_LONG in one.back.reason) == ("statements" in left_out)
