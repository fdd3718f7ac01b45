"""What a review says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sterna.guide import Harm, Level
from sterna.sql.statement import Statement


class FoundBy(StrEnum):
    """Who told a finding."""

    PATTERN = "pattern"
    CHECK = "check"
    MEASURED = "measured"
    HISTORY = "history"
    PROOF = "proof"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Finding:
    """A hazard in a migration.

    `line` and `column` count from 1, a line of 0 means the whole file. `summary` is the page's sentence, `detail` what
    is particular here, `advice` (Markdown) what to do now, `rewrite` the safe way as SQL with the real names, one text
    for each deploy. `table` is written as in the statement, and empty where there is none.
    """

    rule: str
    level: Level
    tag: str
    path: Path
    line: int
    column: int
    summary: str
    advice: str
    found_by: FoundBy
    harm: Harm | None = None
    statement: Statement | None = None
    detail: str = ""
    table: str = ""
    rewrite: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return `file:line:column`, or the file alone."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that ignores a rule for the statement below it, and how many findings it took away."""

    rule: str
    reason: str
    tag: str
    path: Path
    line: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The findings in the order of the migrations, and the comments that took findings away."""

    findings: tuple[Finding, ...] = ()
    ignores: tuple[Ignore, ...] = ()

    @property
    def level(self) -> Level | None:
        """Return the highest level, or None when nothing was found."""
        return max((finding.level for finding in self.findings), key=lambda level: level.rank, default=None)

    def of(self, tag: str) -> tuple[Finding, ...]:
        """Return the findings of one migration."""
        return tuple(finding for finding in self.findings if finding.tag == tag)
