"""What a run wants to write, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sterna.pull_request.gate import CONTEXT, Gate
from sterna.pull_request.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to the commands of one comment, and the reaction on it; without a text there is only the reaction."""

    comment: int
    text: str
    reaction: str


@dataclass(frozen=True, slots=True)
class Review:
    """The check run: `digest` tells it from others for the same commit."""

    digest: str
    conclusion: str
    title: str
    summary: str
    annotations: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """All writes. What is None or empty is left as it is.

    `report` is the text of the one comment without its ledger. `body` makes the new description from the one that was
    just read. `traces` are those of the section that `body` writes. `sealed` is false while a report is awaited, whose
    arrival the seal might not show: the job's check may end a moment before its run does.
    """

    gate: Gate
    answers: Sequence[Answer] = ()
    report: str | None = None
    body: Callable[[str], str] | None = None
    traces: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=Ledger)
    labels_added: Sequence[str] = ()
    labels_removed: Sequence[str] = ()
    review: Review | None = None
    sealed: bool = True


def told(plan: Plan, body: str) -> str:
    """Return the plan in words, for `--dry-run`; `body` is the description as it is."""
    lines = [f"status `{CONTEXT}`: {plan.gate.light}, {plan.gate.text}"]
    lines += [f"  {reason}" for reason in plan.gate.reasons]
    for answer in plan.answers:
        lines.append(f"answer to comment {answer.comment}: {answer.reaction}")
        lines += [f"  {row}" for row in answer.text.splitlines()]
    lines += [f"label added: {name}" for name in plan.labels_added]
    lines += [f"label removed: {name}" for name in plan.labels_removed]
    if plan.review is not None:
        lines.append(f"check run: {plan.review.conclusion}, {len(plan.review.annotations)} annotations")
    new = plan.body(body) if plan.body is not None else body
    lines.append("description: as it is" if new == body else "description:")
    lines += [] if new == body else [f"  {row}" for row in new.splitlines()]
    if plan.report is not None:
        lines.append("comment:")
        lines += [f"  {row}" for row in plan.report.splitlines()]
    return "\n".join(lines) + "\n"
