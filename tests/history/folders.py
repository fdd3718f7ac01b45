"""A folder of Drizzle 1.0 that a test may spoil."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FIRST = 1_700_000_000_000
MINUTE = 60_000
ORIGIN = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Folders:
    """Folders as drizzle-kit 1.0 writes them, a minute apart: `20231114221320_t0`, `20231114221420_t1` and so on."""

    path: Path

    @classmethod
    def make(cls, path: Path, count: int) -> Folders:
        """Write so many migrations, without any fault."""
        folders = cls(path)
        path.mkdir(parents=True)
        for number in range(count):
            before = [f"id-{number - 1}"] if number else []
            folders.add(f"{20231114221320 + number * 100}_t{number}", f"id-{number}", *before)
        return folders

    def add(self, name: str, own: str, *parents: str, sql: str = "") -> str:
        """Add a migration with its snapshot, and return its tag."""
        (self.path / name).mkdir()
        self.sql(name).write_text(sql or f"CREATE TABLE {name.partition('_')[2]} (id int);\n", "utf-8")
        ids = {"version": "9", "dialect": "postgres", "id": own, "prevIds": list(parents) or [ORIGIN]}
        self.snapshot(name).write_text(json.dumps(ids), "utf-8")
        return name

    def sql(self, name: str) -> Path:
        """Return the path of a migration's SQL."""
        return self.path / name / "migration.sql"

    def snapshot(self, name: str) -> Path:
        """Return the path of a migration's snapshot."""
        return self.path / name / "snapshot.json"

    def rename(self, name: str, other: str) -> None:
        """Give a migration's folder another name."""
        (self.path / name).rename(self.path / other)
