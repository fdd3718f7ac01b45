"""Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Schema
from sterna.rollback.delta import circles
from sterna.rollback.names import passing_name
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta


def renames(delta: Delta) -> Iterator[Step]:
    """Name schemas back."""
    renamed = delta.renamed("schemas", Schema)
    swapped = circles(renamed, lambda _: None)
    for now, then in renamed:
        rename = f"ALTER SCHEMA {name(now.name)} RENAME TO "
        taken = [schema.name for schema in delta.now.schemas.values()]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        yield step(Rank.RENAME_SCHEMA, f"{rename}{name(then.name)}", aside=aside)


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added schemas, create removed ones."""
    for schema in delta.new("schemas", Schema):
        yield step(Rank.DROP_SCHEMA, f"DROP SCHEMA {name(schema.name)}")
    for schema in delta.gone("schemas", Schema):
        yield step(Rank.CREATE_SCHEMA, f"CREATE SCHEMA {name(schema.name)}")
