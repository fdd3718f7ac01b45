"""Values and rows a rollback invents or gives up, so that constraints can come back on tables that hold rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.key import parts
from sterna.rollback.rows import distinct, fill_values
from sterna.rollback.rows.condition import condition, mentioned, read
from sterna.rollback.rows.link import links
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.catalog import Catalog, Column, Constraint
    from sterna.rollback.delta import Delta
    from sterna.rollback.rows.link import Link

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


def passing(constraint: Constraint, delta: Delta) -> list[str]:
    """Return the UPDATEs that may stand in for values which a CHECK refuses, best first.

    Where it looks at several columns, only those that came back are changed: they hold nothing of the rows.
    """
    catalog = delta.then
    if constraint.table is None:
        return []
    columns = [catalog.columns[constraint.table, number] for number in constraint.columns]
    if len(columns) > 1:
        columns = [column for column in columns if column.key not in delta.now.columns]
    table = name(*catalog.relation_name(constraint.table))
    refused = f"({condition(constraint.definition)}) IS FALSE"
    return [
        f"UPDATE {table} SET {name(column.name)} = {value} {MARK} WHERE {refused}"
        for column in columns
        for value in fill_values(column, catalog)[:MOST]
    ]


def surplus(delta: Delta, table: int, definition: str) -> list[str]:
    """Return the DELETE of rows that a unique key refuses: those that share it with an earlier one.

    Nothing for tables whose rows lie in others. Where a column of the key itself came back, its values are
    invented, and no row is given up for those: others are invented that differ.
    """
    catalog = delta.then
    if catalog.relations[table].kind != "r":
        return []
    columns = {column.name: column for column in catalog.columns_of(table)}
    words = {part: read(part) for part in parts(definition)}
    held = [columns[one] for part in words.values() for one in mentioned(part, columns)]
    if back := [column for column in held if column.key not in delta.now.columns]:
        return _apart(back, held, catalog)
    if any(delta.now.columns[then.key].type != then.type for then in held):
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


def _apart(back: Sequence[Column], held: Sequence[Column], catalog: Catalog) -> list[str]:
    """Return the UPDATEs that give columns that came back values that a key takes: they hold nothing, or a default."""
    return [
        f"UPDATE {name(*catalog.relation_name(column.table))} SET {name(column.name)} = {value} {MARK}"
        + ("" if column.default else f" WHERE {name(column.name)} IS NULL")
        for column in back
        for value in distinct.values(column, catalog, [one.name for one in held if one.name != column.name])
    ]


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
    empty = ", ".join(f"{column} = NULL" for column, _ in pairs)
    sort = ", ".join(key for _, key in pairs)
    other = ", ".join(f"{column} = (SELECT {key} FROM {parent} ORDER BY {sort} LIMIT 1)" for column, key in pairs)
    return [
        _put_in(link, catalog, pairs, f"FROM {child} o WHERE {orphaned}"),
        f"UPDATE {child} o SET {empty} {MARK} WHERE {orphaned}",
        f"UPDATE {child} o SET {other} {MARK} WHERE {orphaned}",
    ]


def _put_in(link: Link, catalog: Catalog, pairs: Sequence[tuple[str, str]], orphans: str) -> str:
    """Return the INSERT of the rows that orphans point to, numbered where a unique key has to tell them apart."""
    needed = [
        column
        for column in catalog.columns_of(link.parent)
        if column.not_null and column.default is None and column.name not in link.keys and not column.generated
        if not column.identity_mode
    ]
    number = "number"
    while number in link.keys:
        number += "_"
    values = [next(iter(fill_values(column, catalog, number=f"o.{number}")), "NULL") for column in needed]
    columns = ", ".join([*(key for _, key in pairs), *(name(column.name) for column in needed)])
    parent = name(*catalog.relation_name(link.parent))
    into = f"INSERT INTO {parent} ({columns}) OVERRIDING SYSTEM VALUE"
    if all(distinct.beside(column, catalog) is None for column in needed):
        return (
            f"{into} SELECT DISTINCT {', '.join([*(f'o.{column}' for column, _ in pairs), *values])} {MARK} {orphans}"
        )
    keys = f"SELECT DISTINCT {', '.join(f'o.{column} AS {key}' for column, key in pairs)} {orphans}"
    # The rows for the orphans of another table may be there already.
    numbered = f"SELECT k.*, (SELECT count(*) FROM {parent}) + row_number() OVER () - 1 AS {number} FROM ({keys}) k"
    return f"{into} SELECT {', '.join([*(f'o.{key}' for _, key in pairs), *values])} {MARK} FROM ({numbered}) o"


def defaults(column: Column, catalog: Catalog) -> list[str]:
    """Return the values that may stand in for a default while a column is added whose type takes no NULL."""
    return [f"{value} {MARK}" for value in fill_values(column, catalog)[:MOST]]
