"""The rules of the process that only a pull request shows; their pages say `from: pull request`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sterna.guide import Guide
from sterna.history.model import SNAPSHOT, Fault, Migration
from sterna.pull_request.changed import File, matches
from sterna.review import Finding, FoundBy
from sterna.review.finding import Page, Place
from sterna.sql.quote import folded
from sterna.sql.tables import tables

PUSH: Final = "push-in-script"
SCHEMA: Final = "schema-without-migration"
CLAIMED: Final = "claimed-twice"
OPEN: Final = "open-branches"
UNRELATED: Final = "unrelated-changes"
ANALYSIS: Final = "analysis-changed"

_RUN: Final = (
    *("**/package.json", "**/*.sh", "**/*.bash", "**/Dockerfile*", "**/*.Dockerfile", "**/Makefile", "**/Procfile"),
    *("**/justfile", "**/Taskfile.y*ml", "**/docker-compose*.y*ml", "**/compose*.y*ml", "**/turbo.json"),
    *(".github/workflows/*", ".github/actions/**", ".husky/*", "**/.gitlab-ci.yml", "**/bin/*", "**/scripts/*"),
)
_PUSHES: Final = re.compile(r"\bdb:push\b|\bdrizzle-kit\s+push\b")
# The script that only gives the command its name.
_DEFINED: Final = re.compile(r"""\s*["'](?:db:)?push["']\s*:\s*["'][^"'&|;]*["'],?\s*""")
_INDEX: Final = re.compile(r"(?P<index>\d{4,5})_")
_FEW: Final = 2


def runs(path: str) -> bool:
    """Tell whether a file holds commands that run without anybody sitting there."""
    return matches(path, _RUN)


def findings(guide: Guide, files: Sequence[File], schema: Sequence[str], folder: str, analysis: str) -> list[Finding]:
    """Return what the list of changed files shows; `analysis` is the path of the workflow that runs the SQL."""
    return [
        *_pushes(guide, files),
        *_without_migration(guide, files, schema, folder),
        *(Page(guide, ANALYSIS).finding(_place(file.path), FoundBy.REVIEW) for file in files if analysis in file.names),
    ]


def faults(guide: Guide, found: Sequence[Fault], root: Path) -> list[Finding]:
    """Return the findings for what was changed of migrations that the base has, each with a place in the repository."""
    return [
        Page(guide, one.name).finding(
            Place(one.tag, one.path.relative_to(root), one.line, 1 if one.line else 0),
            FoundBy.HISTORY,
            one.message,
            do=one.do,
            fatal=True,
        )
        for one in found
    ]


def claimed(
    guide: Guide, folder: str, mine: Sequence[str], others: Mapping[int, Sequence[str]], parents: Mapping[int, set[str]]
) -> list[Finding]:
    """Return a finding for each pull request opened before that adds a migration of the same number or the same parent.

    `mine` are the added paths of this one, `others` those of the others by number. `parents` maps pull requests, 0 for
    this one, to the snapshots that those that they add follow. Drizzle 1.0 has no numbers and lets two follow the same.
    """
    named = any(path.startswith(f"{folder}/") and path.endswith(f"/{SNAPSHOT}") for path in mine)
    found = []
    own = _indexes(folder, mine)
    for number, paths in sorted(others.items()):
        same = sorted(own & _indexes(folder, paths))
        if same:
            what = f"#{number} adds a migration {', '.join(same)} too."
        elif parents.get(0, set()) & parents.get(number, set()):
            what = f"#{number} adds a snapshot that follows the same one."
        else:
            continue
        path = next((path for path in mine if path.endswith(".sql")), folder)
        rule = OPEN if named else CLAIMED
        found.append(Page(guide, rule).finding(_place(path), FoundBy.REVIEW, what))
    return found


def unrelated(guide: Guide, migrations: Sequence[Migration]) -> list[Finding]:
    """Return a finding when the statements fall into three or more groups that share no table."""
    groups: list[set[str]] = []
    for statement in (statement for migration in migrations for statement in migration.statements):
        names = {".".join(folded(name)[-1:]) for name in tables(statement)}
        if not names:
            continue
        joined = [group for group in groups if group & names]
        groups = [group for group in groups if not group & names] + [names.union(*joined)]
    if len(groups) <= _FEW:
        return []
    listed = "; ".join(", ".join(sorted(group)) for group in sorted(groups, key=min))
    place = Place(migrations[0].tag, migrations[0].path)
    return [Page(guide, UNRELATED).finding(place, FoundBy.REVIEW, f"These share no statement: {listed}.")]


def _pushes(guide: Guide, files: Sequence[File]) -> Iterator[Finding]:
    for file in files:
        if not runs(file.path):
            continue
        for line, text in file.added():
            if _PUSHES.search(text) and not _DEFINED.fullmatch(text) and not text.lstrip().startswith("#"):
                yield Page(guide, PUSH).finding(Place("", Path(file.path), line, 1), FoundBy.REVIEW)


def _without_migration(guide: Guide, files: Sequence[File], schema: Sequence[str], folder: str) -> Iterator[Finding]:
    if folder and any(file.path.startswith(f"{folder}/") for file in files):
        return
    for file in files:
        if matches(file.path, schema):
            yield Page(guide, SCHEMA).finding(_place(file.path), FoundBy.REVIEW)


def _indexes(folder: str, paths: Sequence[str]) -> set[str]:
    inside = (path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/"))
    return {found["index"] for path in inside if path.endswith(".sql") and (found := _INDEX.match(path))}


def _place(path: str) -> Place:
    return Place("", Path(path))
