"""Which transactions a text opens by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.kind import ends_transaction
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.sql.statement import Statement


def opened(statements: Sequence[Statement]) -> tuple[Statement | None, ...]:
    """Return for each statement the one that opened the transaction in which it runs, None where it has its own.

    One more stands at the end: what opened the transaction that is left open.
    """
    open_: Statement | None = None
    found: list[Statement | None] = []
    for statement in statements:
        found.append(open_)
        if ends_transaction(statement):
            begins = verb(statement).startswith(("BEGIN", "START"))
            open_ = (open_ or statement) if begins else None
    return (*found, open_)
