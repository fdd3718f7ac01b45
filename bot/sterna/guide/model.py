"""The guide as values: rules, examples, checklist items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sterna.guide.evidence import Evidence


class Level(StrEnum):
    """How much a finding weighs. An error stops the merge, a warning asks for a decision, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Return 0 for a note, 1 for a warning, 2 for an error."""
        return (Level.NOTE, Level.WARNING, Level.ERROR).index(self)


class Harm(StrEnum):
    """What a hazard does to a team; the index of rules is ordered by it."""

    LOST_DATA = "lost data"
    LOCKS = "locks"
    COMPATIBILITY = "compatibility"
    RUNNER = "runner"
    BOOKKEEPING = "bookkeeping"
    TYPES = "types"
    INDEXES = "indexes"
    SECURITY = "security"
    SCOPE = "scope"


class Source(StrEnum):
    """Who tells a finding that no pattern and no check can tell: the value of `from:` in a page."""

    HISTORY = "history"
    """A fault of the files, found while the folder was read."""
    REPLAY = "replay"
    """What the server said or did while the migration ran."""
    PROOF = "proof"
    """The verdict on the rollback."""
    REVIEW = "review"
    """The review itself: statements that cannot be read, comments that ignore nothing."""
    PULL_REQUEST = "pull request"
    """The pull request around the migration."""


class Kind(StrEnum):
    """What a fenced piece of SQL is for; the first word after `sql`."""

    GIVEN = "given"
    UNSAFE = "unsafe"
    SAFE = "safe"
    ROLLBACK = "rollback"
    QUERY = "query"


LOCKS = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
"""PostgreSQL's table locks as the manual writes them, weakest first."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """An SQL pattern as its page writes it. `line` counts from 1 in the page."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced piece of SQL.

    `lead` is the paragraph before it. `alone` says that it runs outside a transaction, one statement after another;
    `after_safe` that a rollback takes back the safe way and not the unsafe one.
    `fails` is the SQLSTATE with which PostgreSQL refuses it, `named` the migration's name, where they matter.
    """

    kind: Kind
    sql: str
    line: int
    lead: str = ""
    alone: bool = False
    after_safe: bool = False
    fails: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A line that somebody or something has to tick.

    `id` is `page/name` and unique in the guide. `optional` says that `N/A: reason` is an answer.
    """

    id: str
    text: str
    evidence: Evidence
    path: Path
    line: int
    section: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading of the second level, as Markdown without that heading."""

    title: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A hazard: what finds it, how much it weighs, and what people are told.

    `match` and `unless` are patterns, `check` names a module of `sterna.review.checks`, `source` is who else tells it;
    at least one of the three finders is there. `lock`, `rewrite` and `scan` are what the unsafe way does to a table
    that is there, as the tests measured it. `new_tables` says that tables created in the same pending set count too.
    `in_drizzle` is what the advice means for whoever works with Drizzle.
    """

    name: str
    path: Path
    title: str
    summary: str
    level: Level
    harm: Harm
    text: str
    sections: tuple[Section, ...]
    match: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    check: str = ""
    check_line: int = 0
    source: Source | None = None
    lock: str = ""
    rewrite: bool = False
    scan: bool = False
    new_tables: bool = False
    advice: str = ""
    in_drizzle: str = ""
    examples: tuple[Example, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    off: bool = False
    why_level: str = ""

    def section(self, title: str) -> str:
        """Return the Markdown of a section, or the empty string."""
        return next((section.text for section in self.sections if section.title == title), "")

    def sql(self, kind: Kind) -> tuple[Example, ...]:
        """Return the examples of one kind, in the order of the page."""
        return tuple(example for example in self.examples if example.kind == kind)


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that the pages say to the program.

    `rules` are sorted by name; `checklist` holds the items of all pages that are not rules, in the order of the files.
    """

    rules: Mapping[str, Rule]
    checklist: tuple[ChecklistItem, ...] = ()

    def without_drizzle(self) -> Guide:
        """Return the guide for migrations that Drizzle does not run: no advice of its rules speaks of Drizzle."""
        return replace(self, rules={name: replace(rule, in_drizzle="") for name, rule in self.rules.items()})

    def items(self, rules: frozenset[str] = frozenset()) -> tuple[ChecklistItem, ...]:
        """Return the general items, then those of the given rules in the order of their names."""
        return self.checklist + tuple(
            item for name in sorted(rules) if name in self.rules for item in self.rules[name].checklist
        )
