"""Extended statistics objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Statistics
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta


def renames(delta: Delta) -> Iterator[Step]:
    """Name statistics objects back and move them to their schema."""
    for now, then in delta.renamed("statistics", Statistics):
        yield step(Rank.RENAME, moved("STATISTICS", (now.schema, now.name), (then.schema, then.name)))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added statistics objects, create removed ones; a changed one is both."""
    tables = set(delta.added["relations"])
    for held in delta.new("statistics", Statistics):
        if held.table not in tables:
            yield step(Rank.DROP_INDEX, f"DROP STATISTICS {name(held.schema, held.name)}")
    for held in delta.gone("statistics", Statistics):
        yield from _create(held)
    for now, then, traits in delta.altered("statistics", Statistics):
        if "definition" in traits:
            yield step(Rank.DROP_INDEX, f"DROP STATISTICS {name(now.schema, now.name)}")
            yield from _create(then)
        elif "target" in traits:
            yield _target(then)


def _create(held: Statistics) -> Iterator[Step]:
    yield step(Rank.CREATE_ATTACHED, held.definition)
    if held.target is not None:
        yield _target(held)


def _target(held: Statistics) -> Step:
    target = -1 if held.target is None else held.target
    return step(Rank.OPTIONS, f"ALTER STATISTICS {name(held.schema, held.name)} SET STATISTICS {target}")
