"""A history of migrations, as it lies on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the files of a history.

    `name` is stable (`orphan-sql`, `missing-file`, `duplicate-idx` ...), `line` counts from 1 (0: the whole file).
    `fatal` says that the migration it names cannot be run.
    """

    name: str
    message: str
    path: Path
    line: int = 0
    tag: str = ""
    do: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration: its bytes, its statements, and what the journal says of it.

    `index` is the position in the history from 0, `idx` what the journal claims. `when` is in milliseconds.
    `chunks` are what Drizzle sends to the server, one after another. `hash` is Drizzle's: sha256 of the decoded text.
    """

    tag: str
    path: Path
    index: int
    idx: int
    when: int
    hash: str
    chunks: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The migrations of a folder in the order in which they run, and what is wrong with the folder."""

    folder: Path
    layout: str
    migrations: tuple[Migration, ...]
    faults: tuple[Fault, ...]
