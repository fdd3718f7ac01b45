"""The way back of one migration, and what was proven of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sterna.postgres.observation import Lock, Observation, Rewrite


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
    `statements`. `together` says that it is one transaction, which is to be put around the statements; a
    file that a person wrote into a plain folder opens its own, or none.
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
    def script(self) -> tuple[str, ...]:
        """Return the statements as they are to be run, those of the transaction among them."""
        return ("BEGIN", *self.statements, "COMMIT") if self.together else self.statements

    @property
    def sql(self) -> str:
        """Return the statements as one text, each on its own line with its semicolon."""
        return "".join(f"{statement};\n" for statement in self.statements)
