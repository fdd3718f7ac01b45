"""A migrations folder that a test may spoil."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIRST = 1_700_000_000_000
MINUTE = 60_000
ORIGIN = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Folder:
    """A journal folder as drizzle-kit 0.31 writes it: `0000_t0.sql`, `0001_t1.sql` and so on, a minute apart."""

    path: Path

    @classmethod
    def make(cls, path: Path, count: int) -> Folder:
        """Write a folder with so many migrations and without any fault."""
        folder = cls(path)
        (path / "meta").mkdir(parents=True)
        folder.write_journal({"version": "7", "dialect": "postgresql", "entries": []})
        for number in range(count):
            folder.add(number)
        return folder

    def add(self, number: int, *, name: str = "", when: int | None = None, sql: str = "") -> str:
        """Add a migration with its entry and snapshot, and return its tag."""
        tag = f"{number:04}_{name or f't{number}'}"
        self.sql(tag).write_text(sql or f"CREATE TABLE t{number} (id int);\n", "utf-8")
        entry = {"idx": number, "version": "7", "when": FIRST + number * MINUTE if when is None else when, "tag": tag}
        self.change(lambda journal: journal["entries"].append({**entry, "breakpoints": True}))
        before = ORIGIN if number == 0 else f"id-{number - 1}"
        self.snapshot(number).write_text(json.dumps({"id": f"id-{number}", "prevId": before, "version": "7"}), "utf-8")
        return tag

    @property
    def journal(self) -> Path:
        """Return the path of the journal."""
        return self.path / "meta" / "_journal.json"

    def sql(self, tag: str) -> Path:
        """Return the path of a migration's SQL."""
        return self.path / f"{tag}.sql"

    def snapshot(self, number: int) -> Path:
        """Return the path of a migration's snapshot."""
        return self.path / "meta" / f"{number:04}_snapshot.json"

    def write_journal(self, journal: Any) -> None:  # noqa: ANN401 - also what is no journal
        """Write a journal as drizzle-kit lays it out."""
        self.journal.write_text(json.dumps(journal, indent=2), "utf-8")

    def change(self, edit: Any) -> None:  # noqa: ANN401 - a function of a journal
        """Apply a function to the journal, and write it again."""
        journal = json.loads(self.journal.read_text("utf-8"))
        edit(journal)
        self.write_journal(journal)

    def entry(self, number: int, **values: object) -> None:
        """Change the values of an entry."""
        self.change(lambda journal: journal["entries"][number].update(values))
