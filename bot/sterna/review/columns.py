"""Columns of indexes and tables, from the catalog where there is one, else from what waits to be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sterna.postgres.catalog import Catalog
from sterna.review.case import Case
from sterna.review.names import Name, column, name, parts
from sterna.sql.quote import name as quoted

_INDEXES = (
    "CREATE ... INDEX _index ON _table (_columns) ...",
    "CREATE ... INDEX _index ON _table USING btree (_columns) ...",
    "CREATE ... INDEX ON _table (_columns) ...",
    "CREATE ... INDEX CONCURRENTLY _index ON _table (_columns) ...",
    "CREATE ... INDEX CONCURRENTLY _index ON _table USING btree (_columns) ...",
    "ALTER TABLE _table ADD PRIMARY KEY (_columns) ...",
    "ALTER TABLE _table ADD UNIQUE (_columns) ...",
    "ALTER TABLE _table ADD UNIQUE NULLS NOT DISTINCT (_columns) ...",
)
_KEYS = (
    "ALTER TABLE _table ADD COLUMN _column _type ... PRIMARY KEY ...",
    "ALTER TABLE _table ADD COLUMN _column _type ... UNIQUE ...",
)

EXAMPLE_KEY: Final = {"batch": "WHERE id IN (SELECT id", "order": "ORDER BY id", "key": "id"}
"""The key of the examples' tables, where it is written to take rows in portions and where it stands alone."""


def known(catalog: Catalog | None, holes: Mapping[str, str]) -> dict[str, str]:
    """Return what the catalog knows of the table and column that holes name: the table's key and the column's type.

    The columns of the primary key come in the places of the examples' `id`. Rows without a key of one column are taken
    in portions by `ctid`, which every table has. Empty where nothing is known.
    """
    relation = catalog.table(*name(holes.get("table", ""))) if catalog else None
    if catalog is None or relation is None:
        return {}
    held = next((one for one in catalog.constraints_of(relation.oid) if one.kind == "p"), None)
    there = catalog.columns_of(relation.oid)
    names = {one.number: one.name for one in there}
    columns = [quoted(names[number]) for number in held.columns if number in names] if held else []
    row = columns[0] if len(columns) == 1 else "ctid"
    found = {"batch": f"WHERE {row} IN (SELECT {row}", "order": f"ORDER BY {row}"}
    found |= {"key": ", ".join(columns)} if columns else {}
    types, wanted = {one.name: one.type for one in there}, column(holes.get("column", ""))
    return found | ({"type": types[wanted]} if wanted in types else {})


def listed(columns: str) -> tuple[str, ...]:
    """Return the names in a list of columns as it is written; an expression or an order stays as it is."""
    found: list[str] = []
    depth, start = 0, 0
    for at, letter in enumerate([*columns, ","]):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            piece = columns[start:at].strip()
            first = parts(piece)[:1] if "(" not in piece else ()
            found.append(first[0] if first else piece)
            start = at + 1
    return tuple(found)


def indexed(case: Case, table: Name) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield name, columns and whether it is whole, for each btree or key that a table has or is about to get.

    Whole means: not for some of the rows only.
    """
    catalog = case.after or case.before
    if catalog is not None:
        yield from _in_catalog(catalog, table)
    for step, found in case.pending.fitting(*_INDEXES):
        if name(found.holes["table"]) == table:
            whole = "WHERE" not in step.part.keys
            yield column(found.holes.get("index", "")), listed(found.holes["columns"]), whole
    for _, found in case.pending.fitting(*_KEYS):
        if name(found.holes["table"]) == table:
            yield "", (column(found.holes["column"]),), True


def type_of(case: Case, table: Name, wanted: str) -> str:
    """Return the type of a column as it is or will be, in small letters; empty where nothing says it."""
    for catalog in (case.after, case.before):
        if held := type_in(catalog, table, wanted):
            return held
    for _, found in case.pending.fitting("ALTER TABLE _table ADD COLUMN _column _type ..."):
        if name(found.holes["table"]) == table and column(found.holes["column"]) == wanted:
            return found.holes["type"].lower()
    return ""


def type_in(catalog: Catalog | None, table: Name, wanted: str) -> str:
    """Return the type of a column in a catalog; empty where there is no catalog, or no such column in it."""
    relation = catalog.table(*table) if catalog else None
    if catalog is None or relation is None:
        return ""
    return next((found.type for found in catalog.columns_of(relation.oid) if found.name == wanted), "")


def _in_catalog(catalog: Catalog, table: Name) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    relation = catalog.table(*table)
    if relation is None:
        return
    names = {one.number: one.name for one in catalog.columns_of(relation.oid)}
    for index in catalog.indexes_of(relation.oid):
        if " USING btree " in index.definition:
            # An expression has the number 0: no column has its name.
            columns = tuple(names.get(number, "(expression)") for number in index.columns)
            yield index.name, columns, " WHERE " not in index.definition
