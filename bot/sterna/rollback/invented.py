"""Values and rows a rollback invents or gives up, so that constraints can come back on tables that hold rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.key import parts
from sterna.rollback.rows import fill_values
from sterna.rollback.rows.condition import condition, mentioned, read
from sterna.rollback.rows.link import links
from sterna.sql.quote import name

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog, Column, Constraint
    from sterna.rollback.delta import Delta

MARK = "/* invented: put the real values here */"
"""Stands in every statement that fills a column; a rollback that holds it needs a person's eye."""
GIVEN_UP = "/* gives rows up: keep the right ones */"
"""Stands in every statement that takes rows away which a unique key refuses."""
MOST = 6


def fills(column: Column, catalog: Catalog) -> list[str]:
    """Return the UPDATEs that may fill the NULLs of a column, best first; only rows can tell which the table takes."""
    table = name(*catalog.relation_name(column.table))
    return [
        f"UPDATE {table} SET {name(column.name)} = {value} {MARK} WHERE {name(column.name)} IS NULL"
        for value in fill_values(column, catalog)[:MOST]
    ]


def constants(column: Column, catalog: Catalog) -> list[str]:
    """Return the values that may stand in for those that do not cast, the default of the column first."""
    # A counter gives each row another number.
    usual = [column.default] if (column.default or "").startswith(("'", "nextval(")) else []
    return [f"{value} {MARK}" for value in [*filter(None, usual), *fill_values(column, catalog, constant=True)[:MOST]]]


def passing(constraint: Constraint, catalog: Catalog) -> list[str]:
    """Return the UPDATEs that may stand in for values which a CHECK of one column refuses, best first."""
    if constraint.table is None or len(constraint.columns) != 1:
        return []
    column = catalog.columns[constraint.table, constraint.columns[0]]
    table = name(*catalog.relation_name(column.table))
    refused = f"({condition(constraint.definition)}) IS FALSE"
    return [
        f"UPDATE {table} SET {name(column.name)} = {value} {MARK} WHERE {refused}"
        for value in fill_values(column, catalog)[:MOST]
    ]


def surplus(delta: Delta, table: int, definition: str) -> list[str]:
    """Return the DELETE of rows that a unique key refuses: those that share it with an earlier one.

    Nothing for tables whose rows lie in others, nor where a column of the key itself has to come back: its values would
    be invented, and no row is given up for those.
    """
    catalog = delta.then
    if catalog.relations[table].kind != "r":
        return []
    columns = {column.name: column for column in catalog.columns_of(table)}
    words = {part: read(part) for part in parts(definition)}
    held = [columns[one] for part in words.values() for one in mentioned(part, columns)]
    if any((now := delta.now.columns.get(then.key)) is None or now.type != then.type for then in held):
        return []
    key = [name(one.text) if not more else part for part, (one, *more) in words.items()]
    only = definition.rpartition(" WHERE ")[2] if " WHERE " in definition else ""
    conditions = [f"({only})"] if only else []
    if " NULLS NOT DISTINCT" not in definition:
        conditions += [f"{part} IS NOT NULL" for part in key]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = f"ONLY {name(*catalog.relation_name(table))}"
    numbered = f"SELECT ctid, row_number() OVER (PARTITION BY {', '.join(key)} ORDER BY ctid) AS number FROM {rows}"
    return [f"DELETE FROM {rows} {GIVEN_UP} WHERE ctid IN (SELECT ctid FROM ({numbered}{where}) held WHERE number > 1)"]


def parents(constraint: Constraint, catalog: Catalog) -> list[str]:
    """Return what may stand in for the rows that a foreign key points to, best first, where those were lost.

    Rows with the missing keys, which leave the pointing rows as they are; else no key; else that of another row.
    """
    link = next((held for held in links(catalog, constraint.table or 0) if held.name == constraint.name), None)
    if link is None:
        return []
    child, parent = (name(*catalog.relation_name(oid)) for oid in (link.child, link.parent))
    pairs = [(name(column), name(key)) for column, key in zip(link.columns, link.keys, strict=True)]
    here = " AND ".join(f"o.{column} IS NOT NULL" for column, _ in pairs)
    same = " AND ".join(f"p.{key} = o.{column}" for column, key in pairs)
    orphaned = f"{here} AND NOT EXISTS (SELECT FROM {parent} p WHERE {same})"
    needed = [
        (name(column.name), next(iter(fill_values(column, catalog)), "NULL"))
        for column in catalog.columns_of(link.parent)
        if column.not_null and column.default is None and column.name not in link.keys and not column.generated
        if not column.identity_mode
    ]
    columns = ", ".join([*(key for _, key in pairs), *(column for column, _ in needed)])
    values = ", ".join([*(f"o.{column}" for column, _ in pairs), *(value for _, value in needed)])
    empty = ", ".join(f"{column} = NULL" for column, _ in pairs)
    sort = ", ".join(key for _, key in pairs)
    other = ", ".join(f"{column} = (SELECT {key} FROM {parent} ORDER BY {sort} LIMIT 1)" for column, key in pairs)
    select = f"SELECT DISTINCT {values} {MARK} FROM {child} o WHERE {orphaned}"
    return [
        f"INSERT INTO {parent} ({columns}) OVERRIDING SYSTEM VALUE {select}",
        f"UPDATE {child} o SET {empty} {MARK} WHERE {orphaned}",
        f"UPDATE {child} o SET {other} {MARK} WHERE {orphaned}",
    ]


def defaults(column: Column, catalog: Catalog) -> list[str]:
    """Return the values that may stand in for a default while a column is added whose type takes no NULL."""
    return [f"{value} {MARK}" for value in fill_values(column, catalog)[:MOST]]
