"""The rows that an INSERT writes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.sql.changed import constant
from sterna.sql.tree import name_of, tree

if TYPE_CHECKING:
    from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Inserted:
    """A table by the parts of its name, the columns, and the rows: constants as SQL, None for anything else.

    Without `columns` the rows begin with the first column of the table.
    """

    table: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


def inserted(statement: Statement) -> Inserted | None:
    """Read `INSERT INTO t (a, b) VALUES (1, 'x'), ...`; None for any other form, and where ON CONFLICT decides."""
    from sqlglot import exp

    read = tree(statement)
    if not isinstance(read, exp.Insert) or read.args.get("conflict") or read.args.get("with") or read.args.get("with_"):
        return None
    target, values = read.this, read.expression
    table, named = (target.this, target.expressions) if isinstance(target, exp.Schema) else (target, [])
    if not isinstance(table, exp.Table) or not isinstance(values, exp.Values):
        return None
    columns = tuple(name_of(column) for column in named if isinstance(column, exp.Identifier))
    rows = tuple(
        tuple(constant(value) for value in row.expressions) for row in values.expressions if isinstance(row, exp.Tuple)
    )
    if len(columns) != len(named) or len(rows) != len(values.expressions):
        return None
    if len({len(row) for row in rows} | {len(columns)} - {0}) != 1:
        return None
    return Inserted(tuple(name_of(part) for part in table.parts if isinstance(part, exp.Identifier)), columns, rows)
