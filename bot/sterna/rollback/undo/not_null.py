"""NOT NULL of columns, on PostgreSQL 18 a constraint that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.invented import fills
from sterna.rollback.names import generated_name
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.definition import table_of
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Column, NotNull, Relation
    from sterna.rollback.delta import Delta


def not_null(delta: Delta, alter: str, now: Column, then: Column) -> Iterator[Step]:
    """Let a column take NULL again, or take none again, by the constraint of the old name."""
    table, relation = table_of(delta.now, now), delta.now.relations[now.table]
    held, was = now.not_null_constraint, then.not_null_constraint
    if then.not_null and not now.not_null:
        ways = ways_to_close(table, alter, then, relation)
        filled = [(text, *way) for text in fills(then, delta.then) for way in ways]
        yield step(Rank.NOT_NULL, *ways, *filled)
    elif now.not_null and not then.not_null:
        yield step(Rank.NOT_NULL, f"{alter}DROP NOT NULL")
    elif held and was:
        if (held.no_inherit, held.validated) != (was.no_inherit, was.validated):
            yield step(Rank.NOT_NULL, (f"{alter}DROP NOT NULL", f"ALTER TABLE {table} {_named(then, was)}"))
        elif held.name != was.name:
            rename = f"RENAME CONSTRAINT {name(held.name)} TO {name(was.name)}"
            yield step(Rank.SET_DEFAULT, f"ALTER TABLE {table} {rename}")


def ways_to_close(table: str, alter: str, column: Column, relation: Relation) -> list[tuple[str, ...]]:
    """Return the ways to make a column take no NULL, first the one that gives the constraint its old name."""
    plain, held = (f"{alter}SET NOT NULL",), column.not_null_constraint
    if held is None:
        return [plain]
    named = (f"ALTER TABLE {table} {_named(column, held)}",)
    usual = held.name == generated_name(relation.name, column.name, "not_null")
    return [plain, named] if usual and not held.no_inherit and held.validated else [named, plain]


def _named(column: Column, held: NotNull) -> str:
    words = f"ADD CONSTRAINT {name(held.name)} NOT NULL {name(column.name)}"
    return words + (" NO INHERIT" if held.no_inherit else "") + ("" if held.validated else " NOT VALID")
