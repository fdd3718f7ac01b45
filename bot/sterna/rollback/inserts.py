"""The rows that a migration writes out, where their keys are known: what takes them back, and whether it takes more."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from sterna.sql.deleted import deleted
from sterna.sql.inserted import inserted
from sterna.sql.kind import Kind, kind
from sterna.sql.quote import folded, name
from sterna.sql.tables import tables
from sterna.sql.tokens import words
from sterna.sql.verb import verb
from sterna.sql.writing import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.catalog import Catalog, Column, Relation
    from sterna.sql.inserted import Inserted
    from sterna.sql.statement import Statement


_TIME: Final = re.compile(r"'\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?'")


def deletions(statements: Sequence[Statement], before: Catalog, after: Catalog) -> dict[int, str]:
    """Return a DELETE by key for each INSERT whose keys are constants, by the number of its statement.

    The key is the primary one, else another that no two rows share, and stays.
    """
    found: dict[int, str] = {}
    for statement, relation, rows in _written(statements, before, after):
        given = rows.columns or tuple(column.name for column in before.columns_of(relation.oid))
        # A key holds for its table alone: tables that inherit from it may have the same value.
        alone = any(relation.oid in other.parents for catalog in (before, after) for other in catalog.tables)
        table = f"{'ONLY ' if alone else ''}{name(relation.schema, relation.name)}"
        stay = set(_unique(relation, after))
        keys = (
            [before.columns[relation.oid, number] for number in key] for key in _unique(relation, before) if key in stay
        )
        if deletion := next(filter(None, (_delete(table, key, given, rows.rows) for key in keys)), None):
            found[statement.number] = deletion
    return found


def takes_others(deletion: Statement, statements: Sequence[Statement], before: Catalog, after: Catalog) -> bool:
    """Tell whether a DELETE may meet rows that the migration did not write out: no unique key in it says otherwise."""
    asked = deleted(deletion)
    relation = _named(asked.table, after) if asked else None
    if asked is None or relation is None or any(relation.oid in other.parents for other in after.tables):
        return True  # a table that inherits from it may hold the same key
    written = [rows for _, table, rows in _written(statements, before, after) if table.oid == relation.oid]
    for key in _unique(relation, after):
        held = [after.columns[relation.oid, number] for number in key]
        columns = [column.name for column in held]
        if not all(_fixed(value, column.type) for column in held for value in asked.values.get(column.name, ())):
            continue
        known = {values for rows in written for values in _keys(rows, relation, columns, after)}
        if set(columns) <= asked.values.keys() and known.issuperset(product(*(asked.values[one] for one in columns))):
            return False
    return True


def _written(
    statements: Sequence[Statement], before: Catalog, after: Catalog
) -> Iterator[tuple[Statement, Relation, Inserted]]:
    """Yield each INSERT whose rows are the ones that are then there, with its table as it was before.

    Only of tables that were there before and keep their name: rows of a new table go with it. And only where nothing
    stands between statement and rows: no other table of that name that the `search_path` may put first, and neither
    rule nor trigger that may leave a row out, for then the key is that of a row that was there before.
    """
    elsewhere = any("search_path" in one.text.lower() for one in statements)
    passing = {folded(name)[-1] for one in statements if _passing(one) for name in tables(one)}
    for statement in statements:
        if kind(statement) is not Kind.DATA or not verb(statement).startswith("INSERT"):
            continue
        rows = inserted(statement)
        relation = _named(rows.table, before) if rows else None
        kept = after.relations.get(relation.oid) if relation else None
        if rows is None or relation is None or kept is None or kept.identity(after) != relation.identity(before):
            continue
        if relation.name in passing or any(_filtered(relation.oid, catalog) for catalog in (before, after)):
            continue
        if elsewhere and len(rows.table) == 1 and any(_namesakes(relation, catalog) for catalog in (before, after)):
            continue
        yield statement, relation, rows


def _unique(relation: Relation, catalog: Catalog) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of the columns of each key that no two rows share, those of the primary key first."""
    keys = [held for held in catalog.constraints_of(relation.oid) if held.kind in "pu"]
    yield from (held.columns for held in sorted(keys, key=lambda held: held.kind))
    for index in catalog.indexes_of(relation.oid):
        if index.is_unique and index.valid and 0 not in index.columns and " WHERE " not in index.definition:
            yield index.columns


def _keys(
    rows: Inserted, relation: Relation, columns: Sequence[str], catalog: Catalog
) -> Iterator[tuple[str | None, ...]]:
    given = rows.columns or tuple(column.name for column in catalog.columns_of(relation.oid))
    if set(columns) <= set(given):
        places = [given.index(column) for column in columns]
        yield from (tuple(row[place] for place in places) for row in rows.rows if max(places) < len(row))


def _named(parts: Sequence[str], catalog: Catalog) -> Relation | None:
    relation = catalog.table(parts[-2] if len(parts) > 1 else "public", parts[-1])
    return relation if relation is not None and relation.kind == "r" else None


def _passing(statement: Statement) -> bool:
    """Tell whether a statement makes a temporary table."""
    return bool({"TEMP", "TEMPORARY"} & set(islice(words(statement.text), 4)))


def _namesakes(relation: Relation, catalog: Catalog) -> bool:
    """Tell whether another schema holds a table of that name."""
    return any(other.name == relation.name and other.oid != relation.oid for other in catalog.tables)


def _filtered(table: int, catalog: Catalog) -> bool:
    """Tell whether a rule takes the rows of a table, or a trigger may leave some out."""
    if any(rule.table == table for rule in catalog.rules.values()):
        return True
    triggers = [one for one in catalog.triggers.values() if one.table == table and " BEFORE " in one.definition]
    named = {folded(word)[-1] for one in triggers for word in words(one.definition)}
    bodies = [" ".join(said(one.definition or "")) for one in catalog.routines.values() if one.name in named]
    return any("RETURN NULL" in body for body in bodies)


def _delete(
    table: str, key: Sequence[Column], given: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...]
) -> str | None:
    if not {column.name for column in key} <= set(given[: len(rows[0])]):
        return None
    places = [given.index(column.name) for column in key]
    found = [[row[place] for place in places] for row in rows]
    if any(
        value is None or not _fixed(value, column.type) for row in found for value, column in zip(row, key, strict=True)
    ):
        return None
    spelt = [", ".join(value or "" for value in values) for values in found]
    if len(key) == 1:
        return f"DELETE FROM {table} WHERE {name(key[0].name)} IN ({', '.join(spelt)})"
    listed = ", ".join(f"({values})" for values in spelt)
    return f"DELETE FROM {table} WHERE ({', '.join(name(column.name) for column in key)}) IN ({listed})"


def _fixed(value: str, spelled: str) -> bool:
    """Tell whether a constant means the same tomorrow and elsewhere: `today` and the zone of a session do not."""
    if not spelled.startswith(("date", "time")):
        return True
    written = _TIME.fullmatch(value)
    return written is not None and (written["zone"] is not None or "with time zone" not in spelled)
