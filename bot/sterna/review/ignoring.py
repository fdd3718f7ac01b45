"""Comments that ignore a finding: `-- sterna: ignore RULE because REASON` above the statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sterna.guide import Guide
from sterna.history.model import Migration
from sterna.review.finding import Page, Place
from sterna.review.model import Finding, FoundBy, Ignore, Review
from sterna.sql.statement import Statement

WITHOUT_REASON: Final = "ignore-without-reason"
UNUSED: Final = "unused-ignore"

_WORDS: Final = re.compile(
    r"sterna:[ \t]*ignore\b[ \t]*(?P<rules>(?!because\b)[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)?[ \t]*(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
_BECAUSE: Final = re.compile(r"because\b[ \t:]*(?P<reason>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Comment:
    """One rule of one comment. `first` marks the comments above the first statement, which speak for the file too."""

    rule: str
    reason: str
    migration: Migration
    statement: Statement
    first: bool

    def takes(self, finding: Finding) -> bool:
        """Tell whether this comment ignores a finding."""
        if finding.rule != self.rule or finding.tag != self.migration.tag or not self.reason:
            return False
        return finding.statement is self.statement or (finding.statement is None and self.first)


def ignored(guide: Guide, waiting: Sequence[Migration], findings: Sequence[Finding]) -> Review:
    """Take the ignored findings out, and add one for each comment that gives no reason or ignores nothing."""
    left = list(findings)
    ignores: list[Ignore] = []
    for comment in (comment for migration in waiting for comment in _comments(migration)):
        taken = tuple(finding for finding in left if comment.takes(finding))
        left = [finding for finding in left if finding not in taken]
        statement = comment.statement
        place = Place(comment.migration.tag, statement.path, statement.line, statement.column, statement)
        if taken:
            ignores.append(Ignore(comment.rule, comment.reason, place.tag, place.path, place.line, taken))
        elif not (comment.rule and comment.reason):
            said = f"It gives no reason to ignore `{comment.rule}`." if comment.rule else "It names no rule."
            left.append(Page(guide, WITHOUT_REASON).finding(place, FoundBy.REVIEW, said))
        else:
            detail = f"`{comment.rule}` finds nothing in this statement."
            left.append(Page(guide, UNUSED).finding(place, FoundBy.REVIEW, detail))
    return Review(tuple(left), tuple(ignores))


def _comments(migration: Migration) -> Iterator[_Comment]:
    for number, statement in enumerate(migration.statements):
        for comment in statement.comments:
            for found in _WORDS.finditer(comment.removesuffix("*/")):
                because = _BECAUSE.match(found["rest"])
                reason = " ".join(because["reason"].split()) if because else ""
                for rule in (found["rules"] or "").split(","):
                    yield _Comment(rule.strip().lower(), reason, migration, statement, first=number == 0)
