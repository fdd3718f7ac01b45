"""Rollbacks, sections and findings, put together by hand."""

from __future__ import annotations

from pathlib import Path

from sterna.guide import Guide, Level
from sterna.history.model import Migration
from sterna.postgres.observation import Observation
from sterna.pull_request.checklist import testing
from sterna.pull_request.section import Section, section
from sterna.review import Finding, FoundBy, Ignore, Review
from sterna.rollback.model import Rollback, Verdict

SERVER = "PostgreSQL 18.6"


def rolled_back(
    migration: Migration,
    *statements: str,
    verdict: Verdict = Verdict.EXACT,
    reason: str = "",
    lost: tuple[str, ...] = (),
    residue: tuple[str, ...] = (),
    observation: Observation | None = None,
) -> Rollback:
    """Return the rollback of a migration."""
    return Rollback(
        migration.tag, migration.path, verdict, statements, reason, residue, lost, ("role anon",), observation
    )


def told(*pairs: tuple[Migration, Rollback]) -> Section:
    """Return the section of migrations, with the boxes of the form."""
    return section(pairs, testing(Guide({})), SERVER)


def reviewed(migration: Migration) -> Review:
    """Return a review with a finding of each level and a comment that ignores one."""
    statement = migration.statements[0]
    found = Finding(
        "drop-column",
        Level.ERROR,
        migration.tag,
        migration.path,
        statement.line,
        statement.column,
        "Dropping a column loses its values, 100% of them.",
        "Write to nobody: @octocat.\nThen drop it.",
        FoundBy.PATTERN,
        statement=statement,
        table="users",
        rewrite=("ALTER TABLE users RENAME COLUMN a TO a_old;",),
    )
    whole = Finding(
        "missing-snapshot",
        Level.WARNING,
        migration.tag,
        Path("migrations/meta/a,b:c.json"),
        0,
        0,
        "There is no snapshot.",
        "",
        FoundBy.HISTORY,
        detail="line one\nline two",
    )
    return Review((found, whole), (Ignore("rename", "agreed", migration.tag, migration.path, 3, (found,)),))
