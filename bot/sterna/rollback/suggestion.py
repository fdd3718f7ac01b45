"""What a way back may look like, told from the text alone where nothing could be run. Never proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.sql.inverse import created, dropped_index, inverse
from sterna.sql.kind import Kind, kind
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.history.model import Migration
    from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Statements for the way back, and what of the migration they leave out because it takes the state before."""

    statements: tuple[str, ...]
    missing: tuple[str, ...]


def suggest(migration: Migration, earlier: Sequence[Migration] = ()) -> Suggestion:
    """Turn each statement round, the last first; `earlier` migrations tell how a dropped index was made."""
    statements: list[str] = []
    missing: list[str] = []
    for statement in reversed(migration.statements):
        what = kind(statement)
        if what in (Kind.TRANSACTION, Kind.SESSION, Kind.QUERY):
            continue
        back = inverse(statement) if what is Kind.SCHEMA else None
        back = back or _index_again(statement, earlier)
        if back is None:
            missing.append(f"statement {statement.number}, {verb(statement)}")
        else:
            statements += back
    return Suggestion(tuple(statements), tuple(reversed(missing)))


def _index_again(statement: Statement, earlier: Sequence[Migration]) -> tuple[str, ...] | None:
    if not verb(statement).startswith("DROP INDEX"):
        return None
    wanted = dropped_index(statement)
    made = [
        held.text
        for migration in earlier
        for held in migration.statements
        if "INDEX" in verb(held) and verb(held).startswith("CREATE") and created(held) == ("INDEX", wanted)
    ]
    return (made[-1],) if wanted and made else None
