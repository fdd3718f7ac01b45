"""The one comment, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sterna.pull_request.gate import Gate
from sterna.pull_request.section import Entry
from sterna.pull_request.sentence import Sentence
from sterna.pull_request.standing import Standing
from sterna.pull_request.waiver import Waiver
from sterna.review import Finding, Ignore
from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Told:
    """One migration in the comment: its statements are ours, `diagram` is empty where there is none."""

    entry: Entry
    statements: tuple[Statement, ...]
    diagram: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """All that the comment says.

    `tree` is the address below which the files of the head commit are, `pages` that of the rules' pages (empty: none).
    `server` names the PostgreSQL of the report, `run` is the address of the run that reported, and both are empty while
    nothing was reported. `doubts` are sentences on what is only heard, `wrong`
    on what stands in the way of judging at all, `next` on what to do now.
    """

    gate: Gate
    standings: Sequence[Standing]
    findings: Sequence[Finding]
    waived: Sequence[tuple[Finding, Waiver]]
    expired: Sequence[Waiver]
    ignored: Sequence[Ignore]
    told: Sequence[Told]
    head: str
    tree: str
    pages: str = ""
    server: str = ""
    run: str = ""
    doubts: Sequence[str] = ()
    wrong: Sequence[str] = ()
    next: Sequence[Sentence] = ()
