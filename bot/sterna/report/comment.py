"""The comment of the bot as Markdown, cut down where GitHub would not take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from sterna.guide import Level
from sterna.pull_request.comment import Comment
from sterna.pull_request.gate import Light
from sterna.pull_request.length import cut, length
from sterna.report import inert
from sterna.report.templates import Markdown, render
from sterna.report.verdict import headline, remark
from sterna.review import Finding
from sterna.sql.statement import Statement

LIMIT: Final = 60_000
"""Characters of the text; GitHub takes 65,536, and the ledger comes on top."""

_TITLES: Final = {
    Light.SUCCESS: "🟢 Ready to merge",
    Light.PENDING: "🟡 Waiting",
    Light.FAILURE: "🔴 Not ready",
    Light.ERROR: "🔴 Not judged",
}
_SIGNS: Final = {Level.ERROR: "🔴", Level.WARNING: "🟠", Level.NOTE: "🔵"}
_SHORT: Final = 120
_LONG: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told; each step down leaves out what matters least."""

    statements: bool = True
    diagram: bool = True
    rewrite: bool = True
    advice: bool = True
    rollback: bool = True
    brief: bool = False
    touches: int = 100
    rules: int = 60
    boxes: int = 1_000
    short: bool = False


_LESS: Final = _Detail(statements=False, diagram=False, short=True)
_STEPS: Final = (
    _Detail(),
    _LESS,
    replace(_LESS, rewrite=False, touches=20, rules=40),
    replace(_LESS, rewrite=False, advice=False, rollback=False, touches=5, rules=30, boxes=100),
    replace(_LESS, rewrite=False, advice=False, brief=True, rules=30, boxes=40),
    replace(_LESS, rewrite=False, advice=False, brief=True, rules=10, boxes=10),
)


def comment(told: Comment, limit: int = LIMIT) -> str:
    """Return the comment, at most `limit` characters long as GitHub counts them."""
    text = ""
    for detail in _STEPS:
        text = _render(told, detail)
        if length(text) <= limit:
            return text
    # Names that fill a comment, or hundreds of migrations: the verdict stays, and where to read on.
    first = cut(text.split("\n", 1)[0], limit // 2)
    return f"{first}\n\nThere is too much to tell in one comment. `sterna review` and `sterna rollback` print it.\n"


def _render(told: Comment, detail: _Detail) -> str:
    groups = _groups(told.findings)
    return render(
        "comment",
        comment=told,
        detail=detail,
        groups=groups[: detail.rules],
        all_groups=len(groups),
        open=[one for one in told.standings if not one.closed and not one.waits],
        ticks=[one for one in told.standings if one.waits],
        closed=[one for one in told.standings if one.closed],
        title=_TITLES[told.gate.light],
        headline=headline,
        remark=remark,
        sign=lambda finding: Markdown(_SIGNS[finding.level]),
        rule=lambda finding: _rule(finding, told.pages),
        place=lambda finding: _place(finding, told.tree),
        short_place=lambda finding: _place(finding, told.tree, short=True),
        clip=lambda text: cut(text, _LONG),
        short=_short,
    )


def _rule(finding: Finding, pages: str) -> Markdown:
    name = inert.code(finding.rule)
    page = inert.address(f"{pages.rstrip('/')}/rules/{quote(finding.rule)}.html") if pages else ""
    return Markdown(f"[{name}]({page})" if page else name)


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings rule by rule, in the order in which the rules come first."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.rule, []).append(one)
    return list(found.values())


def _place(finding: Finding, tree: str, *, short: bool = False) -> Markdown:
    path = finding.path.as_posix()
    name = cut(finding.path.name if short else path, _SHORT)
    where = f"{name}:{finding.line}" if finding.line else name
    line = f"#L{finding.line}" if finding.line else ""
    return Markdown(f"[{inert.code(where)}]({inert.address(f'{tree}/{quote(path)}')}{line})")


def _short(statement: Statement) -> str:
    text = " ".join(statement.text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
