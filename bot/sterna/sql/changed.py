"""What an UPDATE assigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.guarded import unwrap

if TYPE_CHECKING:
    from sterna.sql.statement import Statement


def assigned(statement: Statement) -> tuple[str, ...]:
    """Return the columns that `UPDATE ... SET` writes, as PostgreSQL folds them; empty when that cannot be read."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(unwrap(statement).text, dialect="postgres")
    except sqlglot.errors.SqlglotError:
        return ()
    if not isinstance(tree, exp.Update):
        return ()
    columns: list[str] = []
    for assignment in tree.expressions:
        target = assignment.this if isinstance(assignment, exp.EQ) else None
        for held in target.expressions if isinstance(target, exp.Tuple) else [target]:
            if not isinstance(held, exp.Column):
                return ()
            # A composite's field reads as table.column: the first part is the column then.
            name = held.parts[0]
            columns.append(name.name if name.args.get("quoted") else name.name.lower())
    return tuple(columns)
