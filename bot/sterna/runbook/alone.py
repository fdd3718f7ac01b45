"""Statements that refuse a transaction: which of them can be run so that a run that was killed can go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sterna.history.model import Migration
from sterna.sql.concurrent import concurrently
from sterna.sql.kind import Kind, kind
from sterna.sql.normal import Unreadable
from sterna.sql.parts import parts
from sterna.sql.pattern import first_fit, fits
from sterna.sql.quote import folded
from sterna.sql.statement import Statement

_BUILDS: Final = (
    "CREATE INDEX CONCURRENTLY _index ON _table ...",
    "CREATE UNIQUE INDEX CONCURRENTLY _index ON _table ...",
)
_DROPS: Final = "DROP INDEX CONCURRENTLY _index ..."
_REBUILDS: Final = ("REINDEX ... CONCURRENTLY ...", "REINDEX (_list) ...")
_REFRESHES: Final = "REFRESH MATERIALIZED VIEW CONCURRENTLY ..."


class Work(StrEnum):
    """What a statement does that runs alone, as far as a second run has to know."""

    BUILD = "build"
    DROP = "drop"
    REBUILD = "rebuild"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Alone:
    """A statement that runs alone; `index` and `table` are written as in the statement, empty where it names none."""

    statement: Statement
    work: Work
    index: str = ""
    table: str = ""

    @property
    def index_name(self) -> str:
        """Return the index without its schema, as the catalog has it."""
        return folded(self.index)[-1]


def refuses_transaction(statement: Statement) -> bool:
    """Tell whether PostgreSQL refuses the statement inside a transaction because it says CONCURRENTLY."""
    return concurrently(statement) and not _any(statement, (_REFRESHES,))


def stands_alone(migration: Migration) -> bool:
    """Tell whether a migration has to run outside a transaction."""
    return any(refuses_transaction(statement) for statement in migration.statements)


def alone(statement: Statement) -> Alone | None:
    """Return how a statement runs alone; None when it could not be gone on with after a kill."""
    if kind(statement) is Kind.SESSION:
        return Alone(statement, Work.SETTING)
    try:
        found = parts(statement)
    except Unreadable:
        return None
    if len(found) != 1:
        return None
    if match := first_fit(_BUILDS, found[0].words):
        return Alone(statement, Work.BUILD, match.holes["index"], match.holes["table"])
    if match := fits(_DROPS, found[0].words):
        return Alone(statement, Work.DROP, match.holes["index"])
    if refuses_transaction(statement) and _any(statement, _REBUILDS):
        return Alone(statement, Work.REBUILD)
    return None


def _any(statement: Statement, patterns: tuple[str, ...]) -> bool:
    try:
        return any(first_fit(patterns, part.words) for part in parts(statement))
    except Unreadable:
        return False
