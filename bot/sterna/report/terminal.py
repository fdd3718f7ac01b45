"""What a person reads on a terminal, and the same words without colour in a pipe or in CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sterna.guide import Level
from sterna.report.plural import counted, plural
from sterna.report.screen import INDENT, Screen
from sterna.report.verdict import MEANING, locks
from sterna.review import Finding, Review
from sterna.rollback.chain import Link
from sterna.rollback.model import Rollback, Verdict
from sterna.sql.statement import Statement

_SHOWN: Final = 3
"""Lines of a statement that are shown where a finding is about all of it."""
_MANY: Final = 12
"""With more findings than this, they are counted by rule at the end."""
_STYLES: Final = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def review(screen: Screen, judged: Review, tags: Sequence[str], rollbacks: Sequence[Rollback], server: str) -> None:
    """Write the findings, the verdicts, and one line that sums up."""
    for finding in judged.findings:
        _finding(screen, finding)
        screen.line("")
    for ignore in judged.ignores:
        count = len(ignore.findings)
        why = f": {ignore.reason}" if ignore.reason else ""
        screen.line(f"{ignore.path}:{ignore.line}: ignores {ignore.rule} ({counted(count, 'finding')}){why}")
    for rollback in rollbacks:
        verdict(screen, rollback)
    if len(judged.findings) > _MANY:
        _by_rule(screen, judged.findings)
    counts = {level: sum(finding.level is level for finding in judged.findings) for level in reversed(Level)}
    found = ", ".join(counted(count, str(level)) for level, count in sorted(counts.items(), key=_weight) if count)
    what = f"{counted(len(tags), 'migration')} reviewed on {server}" if tags else "No migration was reviewed"
    screen.line(f"{what}: {found or 'nothing found'}.")


def rollback(screen: Screen, found: Rollback, *, note: str = "") -> None:
    """Write one rollback: its verdict, its SQL, what it loses."""
    verdict(screen, found, note)
    if found.statements:
        screen.line("")
        screen.block(found.sql, whole=True)
    for title, texts in (("not brought back", found.lost_rows), ("differs afterwards", found.residue)):
        if texts:
            screen.line("")
            screen.line(f"  {title}:")
            for text in texts:
                screen.block(text)
    taken = locks(found)
    if taken:
        screen.line("")
        screen.line("  the way back takes:")
        for text in taken:
            screen.block(text)
    if found.provided:
        screen.line("")
        screen.line(f"  the server was given beforehand: {', '.join(found.provided)}")
    screen.line("")


def check(screen: Screen, found: Rollback, path: str, wrong: str) -> None:
    """Write what became of one down file."""
    screen.line(f"{path}: ", ("wrong", "bold red") if wrong else (str(found.verdict), tone(found.verdict)))
    if wrong or found.reason:
        screen.block(wrong or found.reason)


def chain(screen: Screen, links: Sequence[Link]) -> None:
    """Write the steps of the chain that lead elsewhere, and one line that sums up."""
    for link in links:
        if link.differs:
            screen.line(f"{link.tag}: ", (f"{link.way} differs", "bold red"))
            screen.block(link.differs)
    wrong = sum(bool(link.differs) for link in links)
    downs = sum(link.way == "down" for link in links)
    what = f"{counted(wrong, 'step')} led elsewhere" if wrong else "each step's schema is the one seen on the way up"
    screen.line(f"{counted(downs, 'step')} down, {len(links) - downs} up again: {what}.")


def _by_rule(screen: Screen, findings: Sequence[Finding]) -> None:
    """Count the findings of each rule, the worst and the most frequent first: what a long history is read by."""
    screen.line("")
    counts = Counter((finding.level, finding.rule) for finding in findings)
    for (level, rule), count in sorted(counts.items(), key=lambda pair: (-pair[0][0].rank, -pair[1], pair[0][1])):
        screen.line(f"{count:4} ", (plural(count, str(level)).ljust(len("warnings")), _STYLES[level]), f" {rule}")
    screen.line("")


def _finding(screen: Screen, finding: Finding) -> None:
    level = (str(finding.level), _STYLES[finding.level])
    screen.line(f"{finding.place}: ", level, " ", (finding.rule, "bold"), f": {finding.summary}", hang=len(INDENT))
    if finding.detail:
        screen.block(finding.detail)
    if finding.statement is not None:
        screen.block(_excerpt(finding.statement, finding.line), "dim", whole=True)
    if finding.advice:
        screen.block(finding.advice)
    for number, text in enumerate(finding.rewrite, 1):
        screen.line(f"{INDENT}Safe, deploy {number}:" if len(finding.rewrite) > 1 else f"{INDENT}Safe:")
        screen.block(f"{INDENT}" + text.strip().replace("\n", f"\n{INDENT}"), "green", whole=True)


def verdict(screen: Screen, found: Rollback, note: str = "") -> None:
    """Write one line with the verdict, and the reason below it."""
    screen.line(
        f"{found.path}: rollback ",
        (str(found.verdict), tone(found.verdict)),
        f" ({MEANING[found.verdict]}){note}",
        hang=len(INDENT),
    )
    if found.reason:
        screen.block(found.reason)


def tone(verdict: Verdict) -> str:
    """Return the colour of a verdict: green only where nothing is lost."""
    if not verdict.proven:
        return "bold red"
    return "yellow" if verdict is Verdict.STRUCTURE else "green"


def _excerpt(statement: Statement, line: int) -> str:
    """Return the first line of a statement and the one that is pointed to, else those that follow the first."""
    rows = statement.text.split("\n")
    at = line - statement.line
    last = at if 0 < at < len(rows) else _SHOWN - 1
    first = 1 if at != last else max(at, 1)
    gap = ["..."]
    return "\n".join([rows[0], *gap * (first > 1), *rows[first : last + 1], *gap * (last + 1 < len(rows))])


def _weight(pair: tuple[Level, int]) -> int:
    return -pair[0].rank
