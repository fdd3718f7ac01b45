"""A column as CREATE TABLE and ALTER TABLE spell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.names import enclosed, generated_name
from sterna.rollback.undo.sequences import options
from sterna.sql.quote import name

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog, Column, Relation

COMPRESSION = {"p": "pglz", "l": "lz4"}
MODE = {"a": "ALWAYS", "d": "BY DEFAULT"}


def definition(column: Column, relation: Relation, *, nullable: bool = False, spelt: bool = False) -> str:
    """Return a column as it stands in CREATE TABLE and ADD COLUMN.

    `nullable` leaves NOT NULL out, `spelt` also says its name where PostgreSQL would make up the same.
    """
    # STORAGE can stand here from PostgreSQL 16 on only, so it comes afterwards.
    words = [name(column.name), column.type]
    if column.compression:
        words.append(f"COMPRESSION {COMPRESSION[column.compression]}")
    if column.collation:
        words.append(f"COLLATE {column.collation}")
    if column.generated:
        words.append(
            f"GENERATED ALWAYS AS {enclosed(column.default or '')} {'STORED' if column.generated == 's' else 'VIRTUAL'}"
        )
    elif column.identity_mode:
        words.append(identity_clause(column, relation))
    elif column.default is not None:
        words.append(f"DEFAULT {column.default}")
    held = column.not_null_constraint
    # What is not validated comes afterwards, what a parent hands down comes with it.
    here = held is None or (held.validated and (held.local or relation.is_partition or not relation.parents))
    if column.not_null and not nullable and here:
        if held and (spelt or held.name != generated_name(relation.name, column.name, "not_null")):
            words.append(f"CONSTRAINT {name(held.name)}")
        words.append("NOT NULL NO INHERIT" if held and held.no_inherit else "NOT NULL")
    return " ".join(words)


def identity_clause(column: Column, relation: Relation) -> str:
    """Return what makes a column count by a sequence of its own."""
    clause = f"GENERATED {MODE[column.identity_mode]} AS IDENTITY"
    sequence = column.identity_sequence
    if sequence is None:
        return clause
    words = options(sequence.parameters, with_type=False)
    usual = (relation.schema, generated_name(relation.name, column.name, "seq"))
    if (sequence.schema, sequence.name) != usual:
        words.insert(0, f"SEQUENCE NAME {name(sequence.schema, sequence.name)}")
    return f"{clause} ({' '.join(words)})" if words else clause


def table_of(catalog: Catalog, column: Column) -> str:
    """Return the table of a column, with its schema."""
    return name(*catalog.relation_name(column.table))
