"""The rows to put into a table, as SQL expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sterna.postgres.catalog import Column
from sterna.rollback.rows.circle import close
from sterna.rollback.rows.fit import fit
from sterna.rollback.rows.ground import NULL, Blocked, Ground, Manner, Row, Spot, own_text, pick
from sterna.rollback.rows.link import Link
from sterna.rollback.rows.table import Table, constant
from sterna.sql.quote import literal, name

DEFAULT: Final = "DEFAULT"


def plan(ground: Ground, group: Sequence[Table], count: int, manner: Manner) -> dict[int, list[Row]]:
    """Return the rows for each table of a group that is filled in one statement; raise Blocked."""
    inner = _targets(ground, group)
    rows = {one.relation.oid: _rows(ground, one, count, manner, inner) for one in group}
    close(ground, {one.relation.oid: one for one in group}, inner, rows, manner)
    return rows


def statement(table: Table, rows: Sequence[Row]) -> str:
    """Return the INSERT of some rows."""
    writable = [*table.columns, *table.identities]
    names = list(dict.fromkeys(column for row in rows for column in row)) or [one.name for one in writable[:1]]
    if not names:
        return f"INSERT INTO {table.sql} DEFAULT VALUES"
    given = ", ".join(name(column) for column in names)
    values = ", ".join("(" + ", ".join(row.get(column, DEFAULT) for column in names) + ")" for row in rows)
    forced = any(column.name in row for row in rows for column in table.identities)
    return f"INSERT INTO {table.sql} ({given}){' OVERRIDING SYSTEM VALUE' if forced else ''} VALUES {values}"


def completion(ground: Ground, table: Table, link: Link, count: int) -> str:
    """Return the UPDATE that lets `count` rows point somewhere, when their foreign key had to wait."""
    own = '"sterna row"'
    given = [pair for pair in zip(link.columns, link.keys, strict=True) if pair[0] not in table.nullable]
    fixed = {key: f"{own}.{name(column)}" for column, key in given}
    changes = ", ".join(
        f"{name(column)} = {pick(ground, link, key, 0, fixed)}"
        for column, key in zip(link.columns, link.keys, strict=True)
        if column in table.nullable
    )
    chosen = f"SELECT ctid FROM ONLY {table.sql} ORDER BY ctid LIMIT {count}"
    return f"UPDATE ONLY {table.sql} AS {own} SET {changes} WHERE {own}.ctid IN ({chosen})"


def _targets(ground: Ground, group: Sequence[Table]) -> dict[int, int]:
    """Return which table of the group stands for the target of a link: itself, or a partition of it."""
    found: dict[int, int] = {}
    for one in group:
        found[one.relation.oid] = one.relation.oid
        for parent in one.relation.parents:
            if parent in ground.partitioned:
                found.setdefault(parent, one.relation.oid)
    return found


def _rows(ground: Ground, table: Table, count: int, manner: Manner, inner: Mapping[int, int]) -> list[Row]:
    rows: list[Row] = []
    chosen = fit(ground, table, count, manner)
    # What a row has in common with the row of its own table that it points to is no key to wait for.
    own = {table.relation.oid, *table.relation.parents}
    waiting = {
        column
        for link in table.links
        if link.parent in inner
        for column in link.columns
        if link.parent not in own or column not in link.keys
    }
    for number in range(count):
        spot = Spot(number, last=number == count - 1 and count > 1)
        row: Row = dict(chosen[number])
        for link in table.links:
            if link in ground.late:
                row.update({column: NULL for column in link.columns if column in table.nullable})
            elif link.parent not in inner:
                _point(ground, table, link, row, spot, manner)
        for column in table.columns:
            if column.name not in row and column.name not in table.counted and column.name not in waiting:
                row[column.name] = _value(ground, table, column, spot, manner)
        rows.append(row)
    return rows


def _place(columns: Sequence[str], table: Table, spot: Spot, manner: Manner) -> int:
    if not manner.paired or any(column in table.distinct for column in columns):
        return spot.number
    return int(spot.last)


def _point(ground: Ground, table: Table, link: Link, row: Row, spot: Spot, manner: Manner) -> None:
    """Let a row point to a row of the parent, or to none."""
    held = ground.held.get(link.parent, 0)
    waiting = [column for column in link.columns if column not in row]
    fixed = {key: row[column] for column, key in zip(link.columns, link.keys, strict=True) if column in row}
    if NULL in fixed.values() or (link.soft and (spot.last or manner.bare or not held)):
        row.update({column: NULL for column in waiting if column in table.nullable})
        if NULL in [row.get(column) for column in link.columns]:
            fixed = {}
        waiting = [column for column in waiting if column not in row]
    if not waiting:
        return
    if not held:
        raise Blocked(f"{link.name} asks for a row of {ground.labels.get(link.parent, 'a table')}, which holds none")
    place = _place(link.columns, table, spot, manner) + manner.offset
    for column, key in zip(link.columns, link.keys, strict=True):
        if column in waiting:
            row[column] = pick(ground, link, key, place, fixed)


def _value(ground: Ground, table: Table, column: Column, spot: Spot, manner: Manner) -> str:
    default = constant(column.default)
    free = column.name in table.nullable
    distinct = column.name in table.distinct
    if manner.bare and not distinct and (free or column.default is not None):
        return NULL if column.default is None else DEFAULT
    if spot.last and free:
        return NULL
    if spot.last and default is not None and not distinct:
        return DEFAULT
    place = _place((column.name,), table, spot, manner)
    text = own_text(ground.values, column, place + manner.offset, wide=manner.wide and place == 0)
    if text is None:
        return NULL if free and column.default is None else DEFAULT
    return literal(text)
