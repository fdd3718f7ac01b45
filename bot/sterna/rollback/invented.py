"""Values a rollback has to invent so that a column can be NOT NULL again on a table that holds rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.rows import fill_value
from sterna.sql.quote import name

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog, Column

MARK = "/* invented: put the real values here */"
"""Stands in every statement that fills a column; a rollback that holds it needs a person's eye."""


def fill(column: Column, catalog: Catalog) -> str | None:
    """Return the UPDATE that fills the NULLs of a column, or None where no value makes sense."""
    value = fill_value(column, catalog)
    if value is None:
        return None
    table = name(*catalog.relation_name(column.table))
    return f"UPDATE {table} SET {name(column.name)} = {value} {MARK} WHERE {name(column.name)} IS NULL"
