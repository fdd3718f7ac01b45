"""The rows that a DELETE takes, where constants in its WHERE say which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.sql.changed import constant
from sterna.sql.tree import name_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlglot.expressions import Expr

    from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Deleted:
    """A table by the parts of its name, and the constants as SQL of which columns hold one in each row that goes.

    What else the WHERE asks for makes the rows fewer, and is left out.
    """

    table: tuple[str, ...]
    values: Mapping[str, frozenset[str]]


def deleted(statement: Statement) -> Deleted | None:
    """Read `DELETE FROM t WHERE a = 1 AND b IN ('x', 'y') AND ...`; None for any other statement."""
    from sqlglot import exp

    read = tree(statement)
    if not isinstance(read, exp.Delete) or not isinstance(read.this, exp.Table):
        return None
    # With USING, a column may be one of another table.
    where = None if read.args.get("using") else read.args.get("where")
    table = tuple(name_of(part) for part in read.this.parts if isinstance(part, exp.Identifier))
    return Deleted(table, dict(_values(where.this)) if where else {})


def _values(condition: Expr) -> Iterator[tuple[str, frozenset[str]]]:
    from sqlglot import exp

    if isinstance(condition, exp.Paren):
        yield from _values(condition.this)
    elif isinstance(condition, exp.And):
        yield from _values(condition.left)
        yield from _values(condition.right)
    elif isinstance(condition, exp.EQ | exp.In) and isinstance(condition.this, exp.Column):
        name = condition.this.this
        asked = condition.expressions if isinstance(condition, exp.In) else [condition.expression]
        found = [constant(value) for value in asked]
        if found and isinstance(name, exp.Identifier) and None not in found:
            yield name_of(name), frozenset(value for value in found if value is not None)
