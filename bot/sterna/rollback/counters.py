"""Sequences that a migration sets by hand: where they stood before is not in the schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sterna.sql.kind import Kind, kind
from sterna.sql.quote import folded
from sterna.sql.tokens import words
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement

_TEXT = r"'((?:[^']|'')*)'"
_SET = re.compile(
    rf"\b(?:setval|nextval)\s*\(\s*(?:{_TEXT}|(?:pg_catalog\.)?pg_get_serial_sequence\s*\(\s*{_TEXT}\s*,\s*{_TEXT}\s*\))",
    re.IGNORECASE,
)
_CALL = re.compile(r"\b(?:setval|nextval)\s*\(", re.IGNORECASE)


def moved(statement: Statement, before: Catalog) -> tuple[str, ...] | None:
    """Name the counters that a statement moves, of sequences that were there before; None where it cannot be told."""
    said = list(words(statement.text))
    if verb(statement) == "ALTER SEQUENCE" and "RESTART" in said:
        at = 4 if said[2:4] == ["IF", "EXISTS"] else 2
        target = "".join(said[at : at + 3] if said[at + 1 : at + 2] == ["."] else said[at : at + 1])
        return _standing([target], before)
    if kind(statement) is not Kind.DATA or verb(statement) != "SELECT" or "INTO" in said:
        return None
    found = _SET.findall(statement.text)
    if not found or len(found) != len(_CALL.findall(statement.text)):
        return None
    names = [sequence or _owned(table, column, before) for sequence, table, column in found]
    return _standing([name.replace("''", "'") for name in names if name], before)


def _standing(names: list[str], before: Catalog) -> tuple[str, ...]:
    asked = [folded(name) for name in names]
    there = [(relation.schema, relation.name) for relation in before.relations.values() if relation.kind == "S"]
    there += [(held.schema, held.name) for column in before.columns.values() if (held := column.identity_sequence)]
    return tuple(
        sorted(
            f"the counter of sequence {schema}.{name}"
            for schema, name in there
            if any((schema, name) == parts[-2:] or (name,) == parts for parts in asked)
        )
    )


def _owned(table: str, column: str, before: Catalog) -> str:
    """Return the quoted name of the sequence of a column; empty when the table or the column is not there."""
    parts = folded(table.replace("''", "'"))
    for relation in before.tables:
        if relation.name != parts[-1] or (len(parts) > 1 and relation.schema != parts[-2]):
            continue
        for held in before.columns_of(relation.oid):
            if held.name == column.replace("''", "'") and held.identity_sequence:
                return f'"{held.identity_sequence.schema}"."{held.identity_sequence.name}"'
        for sequence in before.relations.values():
            owner = sequence.owned_by
            named = owner and before.columns.get((owner.table, owner.column))
            if named and named.table == relation.oid and named.name == column.replace("''", "'"):
                return f'"{sequence.schema}"."{sequence.name}"'
    return ""
