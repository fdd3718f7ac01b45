"""The comment of the bot as Markdown, cut down where GitHub would not take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from sterna.pull_request.comment import Comment
from sterna.pull_request.gate import Light
from sterna.report import inert
from sterna.report.templates import Markdown, render
from sterna.report.verdict import headline
from sterna.review import Finding
from sterna.sql.statement import Statement

LIMIT: Final = 60_000
"""Characters of the text; GitHub takes 65,536, and the ledger comes on top."""

_TITLES: Final = {
    Light.SUCCESS: "Ready to merge",
    Light.PENDING: "Waiting",
    Light.FAILURE: "Not ready",
    Light.ERROR: "Not judged",
}
_SHORT: Final = 120


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told; each step down leaves out what matters least."""

    statements: bool = True
    diagram: bool = True
    rewrite: bool = True
    advice: bool = True
    rollback: bool = True
    touches: int = 100
    findings: int = 200
    short: bool = False


_STEPS: Final = (
    _Detail(),
    _Detail(statements=False, diagram=False, short=True),
    _Detail(statements=False, diagram=False, rewrite=False, touches=20, findings=60, short=True),
    _Detail(
        statements=False, diagram=False, rewrite=False, advice=False, rollback=False, touches=5, findings=40, short=True
    ),
)


def comment(told: Comment, limit: int = LIMIT) -> str:
    """Return the comment, at most `limit` characters long."""
    text = ""
    for detail in _STEPS:
        text = _render(told, detail)
        if len(text) <= limit:
            return text
    # Thousands of boxes or of migrations: the verdict stays, and where to read on.
    first = text.split("\n", 1)[0]
    return f"{first}\n\nThere is too much to tell in one comment. `sterna review` and `sterna rollback` print it.\n"


def _render(told: Comment, detail: _Detail) -> str:
    return render(
        "comment",
        comment=told,
        detail=detail,
        findings=list(told.findings)[: detail.findings],
        title=_TITLES[told.gate.light],
        headline=headline,
        rule=lambda finding: _rule(finding, told.pages),
        place=lambda finding: _place(finding, told.tree),
        short=_short,
    )


def _rule(finding: Finding, pages: str) -> Markdown:
    name = inert.code(finding.rule)
    page = inert.address(f"{pages.rstrip('/')}/rules/{quote(finding.rule)}.html") if pages else ""
    return Markdown(f"[{name}]({page})" if page else name)


def _place(finding: Finding, tree: str) -> Markdown:
    path = finding.path.as_posix()
    where = f"{path}:{finding.line}" if finding.line else path
    line = f"#L{finding.line}" if finding.line else ""
    return Markdown(f"[{inert.code(where)}]({inert.address(f'{tree}/{quote(path)}')}{line})")


def _short(statement: Statement) -> str:
    text = " ".join(statement.text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
