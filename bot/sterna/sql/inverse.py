"""What a statement's text alone says of its way back; nothing here was run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.quote import folded, name
from sterna.sql.tables import tables
from sterna.sql.tokens import words
from sterna.sql.tree import name_of, tree
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from sqlglot import exp

    from sterna.sql.statement import Statement


def inverse(statement: Statement) -> tuple[str, ...] | None:
    """Return the statements that take this one back, as far as its text tells; None where it takes the state before.

    Read with sqlglot; the text is put together from names only, never through its generator, which changes meanings.
    """
    from sqlglot import exp

    read = tree(statement)
    if isinstance(read, exp.Create):
        return _create(read)
    if isinstance(read, exp.Alter) and read.args.get("kind") == "TABLE":
        return _alter(read)
    unread = read is None or isinstance(read, exp.Command)
    if unread and verb(statement) == "CREATE TABLE" and "EXISTS" not in words(statement.text):
        # Drizzle's own `AS IDENTITY (sequence name ...)` is too much for sqlglot.
        return (f"DROP TABLE {name(*folded(tables(statement)[0]))}",) if tables(statement) else None
    return None


def created(statement: Statement) -> tuple[str, str] | None:
    """Return kind and name (folded) of what a CREATE makes, for a DROP that comes later; None for anything else."""
    from sqlglot import exp

    read = tree(statement)
    if not isinstance(read, exp.Create) or not isinstance(read.this, exp.Index):
        return None
    index = read.this.this
    return ("INDEX", name_of(index)) if isinstance(index, exp.Identifier) else None


def dropped_index(statement: Statement) -> str | None:
    """Return the folded name of the index that a `DROP INDEX` of one index drops; None for anything else."""
    from sqlglot import exp

    read = tree(statement)
    if not isinstance(read, exp.Drop) or read.args.get("kind") != "INDEX":
        return None
    dropped = read.args.get("tables") or []
    return name_of(dropped[0].this) if len(dropped) == 1 and isinstance(dropped[0].this, exp.Identifier) else None


def _create(read: exp.Create) -> tuple[str, ...] | None:
    from sqlglot import exp

    if read.args.get("replace") or read.args.get("exists"):
        return None  # it may have been there before
    kind, made = read.args.get("kind"), read.this
    if isinstance(made, exp.Index):
        table = made.args.get("table")
        schema = table.args.get("db") if isinstance(table, exp.Table) else None
        parts = [part for part in (schema, made.this) if isinstance(part, exp.Identifier)]
        return (f"DROP INDEX {_spell(parts)}",) if parts and made.this else None
    target = made.this if isinstance(made, exp.Schema) else made
    if kind not in ("TABLE", "VIEW", "SCHEMA", "SEQUENCE", "TYPE") or not isinstance(target, exp.Table):
        return None
    properties = read.args.get("properties")
    words = {type(held) for held in properties.expressions} if properties else set()
    noun = "MATERIALIZED VIEW" if exp.MaterializedProperty in words else kind
    return (f"DROP {noun} {_table(target)}",)


def _alter(read: exp.Alter) -> tuple[str, ...] | None:
    from sqlglot import exp

    if not isinstance(read.this, exp.Table):
        return None
    found: list[str] = []
    table = _table(read.this)
    for action in read.args.get("actions") or []:
        back = _action(action)
        if back is None:
            return None
        if isinstance(action, exp.AlterRename):
            schema = read.this.args.get("db")
            renamed = [part for part in (schema, action.this.this) if isinstance(part, exp.Identifier)]
            return (f"ALTER TABLE {_spell(renamed)} RENAME TO {name(name_of(read.this.this))}",)
        found.append(f"ALTER TABLE {table} {back}")
    return tuple(reversed(found)) or None


def _action(action: exp.Expression) -> str | None:
    from sqlglot import exp

    if isinstance(action, exp.ColumnDef) and not action.args.get("exists"):
        return f"DROP COLUMN {name(name_of(action.this))}"
    if isinstance(action, exp.AddConstraint):
        names = [held.this for held in action.expressions if isinstance(held, exp.Constraint)]
        return f"DROP CONSTRAINT {name(name_of(names[0]))}" if len(names) == 1 else None
    if isinstance(action, exp.RenameColumn):
        return f"RENAME COLUMN {name(name_of(action.args['to'].this))} TO {name(name_of(action.this.this))}"
    if isinstance(action, exp.AlterRename):
        return "RENAME"
    if isinstance(action, exp.AlterColumn) and action.args.get("allow_null") is not None:
        word = "SET" if action.args["allow_null"] else "DROP"
        return f"ALTER COLUMN {name(name_of(action.this))} {word} NOT NULL"
    return None


def _table(table: exp.Table) -> str:
    from sqlglot import exp

    return _spell([part for part in table.parts if isinstance(part, exp.Identifier)])


def _spell(parts: list[exp.Identifier]) -> str:
    return name(*(name_of(part) for part in parts))
