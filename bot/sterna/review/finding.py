"""A finding put together from its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sterna.guide import Guide, Level
from sterna.review.model import Finding, FoundBy
from sterna.review.naming import filled_code
from sterna.review.pending import Step
from sterna.review.rewrite import examples, rewrite
from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points; a line of 0 means the whole file."""

    tag: str
    path: Path
    line: int = 0
    column: int = 0
    statement: Statement | None = None

    @classmethod
    def of_step(cls, step: Step) -> Place:
        """Return the place of a step."""
        line, column = step.place
        return cls(step.migration.tag, step.migration.path, line, column, step.statement)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a rule, or the want of one: not every fault has a page, and none may fall silent for it."""

    guide: Guide
    name: str

    def finding(
        self,
        place: Place,
        found_by: FoundBy,
        detail: str = "",
        holes: Mapping[str, str] | None = None,
        *,
        do: str = "",
        fatal: bool = False,
    ) -> Finding:
        """Return the finding; `do` replaces the page's advice, `fatal` raises a missing page's level to error."""
        rule = self.guide.rules.get(self.name)
        real = holes or {}
        if rule is None:
            level = Level.ERROR if fatal else Level.WARNING
            summary, advice, harm = detail, do, None
            told: tuple[str, ...] = ()
        else:
            example = examples(rule)
            level, summary, harm = rule.level, rule.summary, rule.harm
            advice = do or filled_code(f"{rule.advice} {rule.in_drizzle}".strip(), example, real)
            told = rewrite(rule, real)
        return Finding(
            rule=self.name,
            level=level,
            tag=place.tag,
            path=place.path,
            line=place.line,
            column=place.column,
            summary=summary,
            advice=advice,
            found_by=found_by,
            harm=harm,
            statement=place.statement,
            detail=detail if rule is not None else "",
            table=real.get("table", ""),
            rewrite=told,
        )
