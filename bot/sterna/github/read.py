"""All that one run reads, before it thinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sterna.github import thread
from sterna.github.analysis import Analysis
from sterna.github.present import Present
from sterna.github.rivals import Rivals
from sterna.github.work import Work
from sterna.guide import Guide
from sterna.problem import Problem
from sterna.pull_request import ledger
from sterna.pull_request.changed import File
from sterna.pull_request.evidence import Approval
from sterna.pull_request.settings import Settings


@dataclass(frozen=True, slots=True)
class Read:
    """All that was read.

    `work` is None where no migration is touched, or where `problem` says why the migrations cannot be read. `tree` is
    the address below which the head's files are, `link` that of our comment.
    """

    present: Present
    settings: Settings
    guide: Guide
    files: Sequence[File]
    folder: str
    work: Work | None
    problem: Problem | None
    analysis: Analysis
    approvals: Sequence[Approval]
    deployed: str
    rivals: Rivals
    new: Sequence[thread.Said]
    answered: Mapping[int, Sequence[thread.Step]]
    before: ledger.Ledger
    words: Mapping[str, tuple[str, str]]
    tree: str
    link: str
