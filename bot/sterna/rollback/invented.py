"""Values a rollback has to invent so that a column can be NOT NULL again on a table that holds rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.rows import fill_values
from sterna.sql.quote import name

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog, Column

MARK = "/* invented: put the real values here */"
"""Stands in every statement that fills a column; a rollback that holds it needs a person's eye."""
MOST = 6


def fills(column: Column, catalog: Catalog) -> list[str]:
    """Return the UPDATEs that may fill the NULLs of a column, best first; only rows can tell which the table takes."""
    table = name(*catalog.relation_name(column.table))
    return [
        f"UPDATE {table} SET {name(column.name)} = {value} {MARK} WHERE {name(column.name)} IS NULL"
        for value in fill_values(column, catalog)[:MOST]
    ]


def defaults(column: Column, catalog: Catalog) -> list[str]:
    """Return the values that may stand in for a default while a column is added whose type takes no NULL."""
    return [f"{value} {MARK}" for value in fill_values(column, catalog)[:MOST]]
