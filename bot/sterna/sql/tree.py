"""A statement as sqlglot reads it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sterna.sql.guarded import unwrap

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from sterna.sql.statement import Statement


def name_of(identifier: Expr) -> str:
    """Return a name as PostgreSQL folds it."""
    text: str = identifier.name
    return text if identifier.args.get("quoted") else text.lower()


def tree(statement: Statement) -> Expr | None:
    """Parse a statement; None where sqlglot cannot. Much of PostgreSQL comes back as a bare `Command`."""
    import sqlglot  # 0.16 s that most histories never need

    # It warns of each statement that it reads as a Command; that is an answer here, not a fault.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    try:
        return sqlglot.parse_one(unwrap(statement).text, dialect="postgres")
    except (sqlglot.errors.SqlglotError, RecursionError):
        return None
