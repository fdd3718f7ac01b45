"""The way back of one migration, and what was proven of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sterna.history.model import Migration
from sterna.postgres.observation import Lock, Observation, Rewrite
from sterna.sql.kind import concurrently
from sterna.sql.statement import Statement


class Verdict(StrEnum):
    """What up, down and up again showed on a real server. The value is the word that people and programs read."""

    EXACT = "exact"
    COLUMN_ORDER = "exact except column order"
    STRUCTURE = "structure only"
    BY_HAND = "by hand"
    FAILED = "failed"
    NOT_PROVEN = "not proven"

    @property
    def proven(self) -> bool:
        """Tell whether the schema was seen to come back."""
        return self in (Verdict.EXACT, Verdict.COLUMN_ORDER, Verdict.STRUCTURE)


@dataclass(frozen=True, slots=True)
class Rollback:
    """The SQL that takes one migration back, in order, and its verdict.

    `statements` carry no semicolons. `reason` is one sentence, empty only for `exact`. `residue` lists what differed
    after the way back, `lost_rows` what cannot come back ("rows of public.users", "values of public.users.name"),
    `provided` what the server was given beforehand. `observation` is None when nothing could be run. `locks` and
    `rewrites` are those of the way back itself, measured in its one transaction; their statements are numbered as in
    `statements`. `together` says that it is one transaction: all are but those of plain files that refuse one.
    """

    tag: str
    path: Path
    verdict: Verdict
    statements: tuple[str, ...] = ()
    reason: str = ""
    residue: tuple[str, ...] = ()
    lost_rows: tuple[str, ...] = ()
    provided: tuple[str, ...] = ()
    observation: Observation | None = None
    locks: tuple[Lock, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    together: bool = True

    @property
    def sql(self) -> str:
        """Return the statements as one text, each on its own line with its semicolon."""
        return "".join(f"{statement};\n" for statement in self.statements)


def in_one_transaction(migration: Migration, statements: Sequence[str]) -> bool:
    """Tell how a way back runs: in one transaction, but for that of a plain file which says CONCURRENTLY."""
    said = any(concurrently(Statement(text, migration.down)) for text in statements)
    return migration.layout.drizzle or not said
