"""Which boxes a pull request has: the guide's list for each migration, and for all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from sterna.guide import ChecklistItem, Evidence, Guide, Level
from sterna.history.model import Migration
from sterna.pull_request.checklist import SECTION, digest, testing
from sterna.pull_request.standing import Asked, Shown
from sterna.review import Finding

Lookup = Callable[[Evidence, Sequence[Migration]], Shown]
"""Says what was shown for one kind of evidence about these migrations."""


def asked(
    guide: Guide,
    migrations: Sequence[Migration],
    findings: Iterable[Finding],
    leave_out: Sequence[str],
    lookup: Lookup,
) -> tuple[Asked, ...]:
    """Return the boxes: those of each migration, then the guide's general ones and those of the rules that warn.

    A general box whose evidence the boxes of each migration ask for already is left out, and so is what `leave_out`
    names. `findings` are all, the waived and ignored included.
    """
    per_migration = [item for item in testing(guide) if item.id not in leave_out]
    found = list(findings)
    boxes = [
        Asked(f"{item.id}@{digest(migration)}", item, lookup(item.evidence, [migration]))
        for migration in migrations
        for item in per_migration
    ]
    covered = {item.evidence for item in per_migration} - {Evidence.PERSON}
    # A note informs: a box for each would teach people to tick without looking.
    names = frozenset(one.rule for one in found if one.level is not Level.NOTE)
    for item in guide.items(names):
        if item.section == SECTION or item.id in leave_out or item.evidence in covered:
            continue
        about = _about(item, migrations, found)
        boxes.append(Asked(f"{item.id}@{_digest(about)}", item, lookup(item.evidence, about)))
    return tuple(boxes)


def _about(item: ChecklistItem, migrations: Sequence[Migration], findings: Sequence[Finding]) -> Sequence[Migration]:
    """Return the migrations in which the item's rule found something; all for a general item."""
    rule = item.id.partition("/")[0]
    tags = {one.tag for one in findings if one.rule == rule}
    return [migration for migration in migrations if migration.tag in tags] or migrations


def _digest(migrations: Sequence[Migration]) -> str:
    if len(migrations) == 1:
        return digest(migrations[0])
    return sha256(" ".join(digest(migration) for migration in migrations).encode()).hexdigest()[:12]
