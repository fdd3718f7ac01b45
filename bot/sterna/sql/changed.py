"""What an UPDATE assigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.quote import literal
from sterna.sql.tree import name_of, tree

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

    from sterna.sql.statement import Statement


def assigned(statement: Statement) -> tuple[str, ...]:
    """Return the columns that `UPDATE ... SET` writes, as PostgreSQL folds them; empty when that cannot be read."""
    return tuple(column for column, _ in assignments(statement))


def assignments(statement: Statement) -> tuple[tuple[str, str | None], ...]:
    """Return each column that `UPDATE ... SET` writes with its constant as SQL, None for any other expression.

    Empty when the statement is no UPDATE or cannot be read.
    """
    from sqlglot import exp

    read = tree(statement)
    if not isinstance(read, exp.Update):
        return ()
    found: list[tuple[str, str | None]] = []
    for assignment in read.expressions:
        target = assignment.this if isinstance(assignment, exp.EQ) else None
        several = isinstance(target, exp.Tuple)
        for held in target.expressions if isinstance(target, exp.Tuple) else [target]:
            # A composite's field reads as table.column: the first part is the column then.
            name = held.parts[0] if isinstance(held, exp.Column) else None
            if not isinstance(name, exp.Identifier):
                return ()
            found.append((name_of(name), None if several else constant(assignment.expression)))
    return tuple(found)


def constant(value: Expression) -> str | None:
    """Return a string or number as SQL, None for anything else."""
    from sqlglot import exp

    if isinstance(value, exp.Literal):
        return literal(value.name) if value.is_string else value.name
    if isinstance(value, exp.Neg) and isinstance(value.this, exp.Literal) and not value.this.is_string:
        return f"-{value.this.name}"
    if isinstance(value, exp.Boolean):
        return "true" if value.this else "false"
    return None
