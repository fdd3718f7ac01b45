"""Folders of Drizzle 1.0 for a test: made of a few statements, or of a journal as `drizzle-kit up` makes them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from sterna.history import names


def folders(path: Path, files: Mapping[str, str]) -> Path:
    """Make a folder with a migration for each name, each snapshot following the one before it."""
    before = "00000000-0000-0000-0000-000000000000"
    for name, sql in files.items():
        (path / name).mkdir(parents=True)
        (path / name / "migration.sql").write_text(sql, "utf-8")
        ids = {"version": "9", "dialect": "postgres", "id": name, "prevIds": [before]}
        (path / name / "snapshot.json").write_text(json.dumps(ids), "utf-8")
        before = name
    return path


def converted(journal: Path, into: Path, *, count: int | None = None) -> Path:
    """Turn the first entries of a journal into folders; without snapshots, which no migrator reads."""
    for entry in json.loads((journal / "meta" / "_journal.json").read_bytes())["entries"][:count]:
        home = into / names.upgraded(entry["tag"], entry["when"])
        home.mkdir(parents=True)
        shutil.copy(journal / f"{entry['tag']}.sql", home / "migration.sql")
    return into
