"""Histories below a folder, read as Drizzle reads them, or in pairs of `.up.sql` and `.down.sql`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

BREAKPOINT = "--> statement-breakpoint"
_TIMED = re.compile(r"[0-9]{14}_.*")
_PAIRED = re.compile(r"(?P<tag>(?P<number>[0-9]+)_.*)\.up\.sql")


@dataclass(frozen=True, slots=True)
class Found:
    """A history: its folder, what it is called here, and its tags in the order of the journal.

    `named` says that it is one of Drizzle 1.0: a folder for each migration, in the order of their names; `plain` that
    nothing of Drizzle is there: pairs of files, in the order of their numbers.
    """

    name: str
    folder: Path
    tags: tuple[str, ...]
    named: bool = False
    plain: bool = False

    def chunks(self, tag: str) -> list[str]:
        """Return what Drizzle sends to the server for a migration, one text after another; raise OSError."""
        path = self.folder / tag / "migration.sql" if self.named else self.folder / f"{tag}.sql"
        return path.read_text(encoding="utf-8").split(BREAKPOINT)


def find(folder: Path) -> list[Found]:
    """Return the PostgreSQL histories below a folder, by name: with a journal, then of 1.0, then plain ones."""
    found = []
    for journal in sorted(folder.rglob("meta/_journal.json")):
        if "node_modules" in journal.parts:
            continue
        told = json.loads(journal.read_text(encoding="utf-8"))
        if told.get("dialect") in ("pg", "postgresql"):
            home = journal.parent.parent
            found.append(Found(_name(folder, home), home, tuple(entry["tag"] for entry in told["entries"])))
    return [*found, *_of_1_0(folder), *_plain(folder)]


def _of_1_0(folder: Path) -> list[Found]:
    homes: dict[Path, list[str]] = {}
    for snapshot in folder.rglob("snapshot.json"):
        migration = snapshot.parent
        if "node_modules" in migration.parts or not _TIMED.fullmatch(migration.name):
            continue
        told = json.loads(snapshot.read_text(encoding="utf-8"))
        if told.get("dialect") in ("postgres", "postgresql") and (migration / "migration.sql").is_file():
            homes.setdefault(migration.parent, []).append(migration.name)
    # By bytes: what ICU would order otherwise are names of the same second, of which these histories have none.
    return [Found(_name(folder, home), home, tuple(sorted(tags)), named=True) for home, tags in sorted(homes.items())]


def _plain(folder: Path) -> list[Found]:
    homes: dict[Path, list[tuple[int, str]]] = {}
    for path in folder.rglob("*.up.sql"):
        if "node_modules" not in path.parts and (said := _PAIRED.fullmatch(path.name)):
            homes.setdefault(path.parent, []).append((int(said["number"]), said["tag"]))
    return [
        Found(_name(folder, home), home, tuple(tag for _, tag in sorted(tags)), plain=True)
        for home, tags in sorted(homes.items())
    ]


def _name(folder: Path, home: Path) -> str:
    return home.relative_to(folder).as_posix() if home != folder else folder.name
