"""Histories below a folder, read as Drizzle reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

BREAKPOINT = "--> statement-breakpoint"


@dataclass(frozen=True, slots=True)
class Found:
    """A history: its folder, what it is called here, and its tags in the order of the journal."""

    name: str
    folder: Path
    tags: tuple[str, ...]

    def chunks(self, tag: str) -> list[str]:
        """Return what Drizzle sends to the server for a migration, one text after another; raise OSError."""
        return (self.folder / f"{tag}.sql").read_text(encoding="utf-8").split(BREAKPOINT)


def find(folder: Path) -> list[Found]:
    """Return the PostgreSQL histories with a journal anywhere below a folder, by name."""
    found = []
    for journal in sorted(folder.rglob("meta/_journal.json")):
        if "node_modules" in journal.parts:
            continue
        told = json.loads(journal.read_text(encoding="utf-8"))
        if told.get("dialect") in ("pg", "postgresql"):
            home = journal.parent.parent
            name = home.relative_to(folder).as_posix() if home != folder else folder.name
            found.append(Found(name, home, tuple(entry["tag"] for entry in told["entries"])))
    return found
