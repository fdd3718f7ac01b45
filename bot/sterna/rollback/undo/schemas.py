"""Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Schema
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta


def renames(delta: Delta) -> Iterator[Step]:
    """Name schemas back."""
    for now, then in delta.renamed("schemas", Schema):
        yield step(Rank.RENAME_SCHEMA, f"ALTER SCHEMA {name(now.name)} RENAME TO {name(then.name)}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added schemas, create removed ones."""
    for schema in delta.new("schemas", Schema):
        yield step(Rank.DROP_SCHEMA, f"DROP SCHEMA {name(schema.name)}")
    for schema in delta.gone("schemas", Schema):
        yield step(Rank.CREATE_SCHEMA, f"CREATE SCHEMA {name(schema.name)}")
