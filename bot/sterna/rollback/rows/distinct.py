"""Expressions for the columns of unique keys: values that differ from row to row where they have to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sterna.postgres.catalog import Catalog, Column
from sterna.rollback.rows.condition import mentioned, read
from sterna.rollback.rows.kinds import modifiers, plain_name
from sterna.rollback.rows.link import Link, links
from sterna.rollback.rows.table import keys
from sterna.sql.quote import name

WHOLE: Final = {"smallint": 2, "integer": 4, "bigint": 8, "numeric": 99}
"""Types of whole numbers, and a size to compare them by."""

_SHORTEST_RANDOM: Final = 16
"""Characters of a random text below which two rows might get the same."""
_UUID_LENGTH: Final = 36


def beside(column: Column, catalog: Catalog) -> tuple[str, ...] | None:
    """Return the columns that a unique key holds beside this one, those of its smallest key; None without a key."""
    columns = {one.number: one.name for one in catalog.columns_of(column.table)}
    found = [
        [columns[number] for number in constraint.columns]
        for constraint in catalog.constraints_of(column.table)
        if constraint.kind in ("p", "u") and column.number in constraint.columns
    ]
    owned = {one.index for one in catalog.constraints_of(column.table)}
    indexed = [
        mentioned(keys(read(index.definition)), list(columns.values()))
        for index in catalog.indexes_of(column.table)
        if index.is_unique and index.oid not in owned
    ]
    found += [names for names in indexed if column.name in names]
    smallest = min(found, key=len, default=None)
    return None if smallest is None else tuple(one for one in smallest if one != column.name)


def values(column: Column, catalog: Catalog, others: Sequence[str], number: str = "") -> Iterator[str]:
    """Yield expressions that give rows another value each, at least those that hold the same in the other columns.

    `number` is the number of a row that is put in; without it, a row of the table asks for how many stand before it.
    """
    link = _link(column, catalog)
    count = number or f"({_earlier(column, catalog, others)})"
    if link is None:
        yield from _by_type(column, catalog, count, key=None if number or others else _primary(column, catalog))
    elif not others or (len(link.columns) == 1 and not number):
        # The columns of one foreign key have to come from one row: counted among others they might not. And of rows
        # that are put in there may be more than parents: the other columns of the key tell them apart.
        yield _key_of(link, column, catalog, f"OFFSET {count} LIMIT 1")


def parent_key(column: Column, catalog: Catalog) -> str | None:
    """Return SQL for the key of the first parent, for a column of a foreign key."""
    link = _link(column, catalog)
    return None if link is None else _key_of(link, column, catalog, "LIMIT 1")


def _link(column: Column, catalog: Catalog) -> Link | None:
    held = (link for link in links(catalog, column.table) if column.name in link.columns)
    return next((link for link in held if link.parent in catalog.relations), None)


def _key_of(link: Link, column: Column, catalog: Catalog, which: str) -> str:
    sort = ", ".join(name(key) for key in link.keys)
    key = name(link.keys[link.columns.index(column.name)])
    # In the order of the key, so that the columns of one foreign key come from one row.
    return f"(SELECT {key} FROM {name(*catalog.relation_name(link.parent))} ORDER BY {sort} {which})"


def _by_type(column: Column, catalog: Catalog, count: str, key: Column | None) -> Iterator[str]:
    plain = plain_name(column.type)
    sizes = modifiers(column.type)
    own = catalog.types.get(column.type_oid)
    if own is not None:
        if own.kind == "e":
            yield f"(enum_range(NULL::{column.type}))[1 + {count}]"
    elif plain == "uuid":
        yield "gen_random_uuid()"
    elif plain in ("text", "character varying", "character", "citext") and not column.type.endswith("[]"):
        room = sizes[0] if sizes else _UUID_LENGTH
        if room >= _UUID_LENGTH:
            yield "gen_random_uuid()::text"
        elif room >= _SHORTEST_RANDOM:
            yield f"left(md5(gen_random_uuid()::text), {min(room, 32)})"
    elif plain == "bytea":
        yield "uuid_send(gen_random_uuid())"
    elif plain in WHOLE:
        # The primary key of a row is the one number that surely differs from row to row.
        fits = key is not None and WHOLE.get(plain_name(key.type), 100) <= WHOLE[plain]
        yield name(key.name) if key and fits and not sizes else count


def _earlier(column: Column, catalog: Catalog, others: Sequence[str]) -> str:
    """Return the query for the number of rows before this one that hold the same in the other columns."""
    schema, table = catalog.relation_name(column.table)
    same = "".join(f" AND earlier.{name(one)} = {name(table)}.{name(one)}" for one in others)
    return f"SELECT count(*) FROM {name(schema, table)} earlier WHERE earlier.ctid < {name(table)}.ctid{same}"


def _primary(column: Column, catalog: Catalog) -> Column | None:
    for constraint in catalog.constraints_of(column.table):
        if constraint.kind == "p" and len(constraint.columns) == 1 and constraint.columns[0] != column.number:
            return catalog.columns.get((column.table, constraint.columns[0]))
    return None
