"""A history of migrations, as it lies on disk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from sterna.sql.statement import Statement

ROLLBACK: Final = "rollback"
"""The folder of the down files, inside that of the migrations, where no runner looks for files to run."""
MIGRATION: Final = "migration.sql"
SNAPSHOT: Final = "snapshot.json"
UP: Final = ".up.sql"
DOWN: Final = ".down.sql"
"""How the two files of a migration end in a plain folder."""


class Layout(StrEnum):
    """How the files of a migrations folder lie, which also says how they are run."""

    JOURNAL = "journal"
    """Drizzle before 1.0: flat files, and a journal with their order."""
    FOLDERS = "folders"
    """Drizzle 1.0: a folder for each migration, told apart by its name."""
    PLAIN = "plain"
    """SQL files in the order of their numbers, without anything of Drizzle."""

    @property
    def drizzle(self) -> bool:
        """Tell who runs the files: Drizzle, all that wait in one transaction and with a row for each in its table.

        Otherwise each file runs as psql runs it, in a session of its own: a statement commits itself unless the file
        says BEGIN, and nothing is known of a table that says what was applied.
        """
        return self is not Layout.PLAIN


@dataclass(frozen=True, slots=True)
class Entry:
    """What Drizzle runs, whether or not its SQL can be read: a line of the journal, or a folder of Drizzle 1.0.

    `when` is in milliseconds, `line` counts from 1 (0: not known, or there is no journal).
    """

    idx: int
    when: int
    tag: str
    line: int


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
    """One migration: its bytes, its statements, and what the journal or the name of its folder says of it.

    `index` is the position in the history from 0, `idx` what the journal claims. `when` is in milliseconds.
    `chunks` are what Drizzle sends to the server, one after another. `hash` is Drizzle's: sha256 of the decoded text.
    In a plain folder `idx` is the number in the name and `when` is 0; `beside` says that its down file stands beside it
    as `tag.down.sql`.
    """

    tag: str
    path: Path
    index: int
    idx: int
    when: int
    hash: str
    chunks: tuple[str, ...]
    statements: tuple[Statement, ...]
    layout: Layout = Layout.JOURNAL
    beside: bool = False

    @property
    def named(self) -> bool:
        """Tell whether it has a folder to itself, and Drizzle (1.0) tells by its name whether it was applied."""
        return self.layout is Layout.FOLDERS

    @property
    def folder(self) -> Path:
        """Return the migrations folder."""
        return self.path.parent.parent if self.named else self.path.parent

    @property
    def down(self) -> Path:
        """Return where its down file stands."""
        if self.beside:
            return self.folder / f"{self.tag}{DOWN}"
        return self.folder / ROLLBACK / f"{self.tag}.sql"

    @property
    def file(self) -> str:
        """Return the name of its SQL file within the migrations folder."""
        return f"{self.tag}/{self.path.name}" if self.named else self.path.name


@dataclass(frozen=True, slots=True)
class History:
    """The migrations of a folder in the order in which they run, and what is wrong with the folder.

    `entries` are what would be run, in the same order, those without SQL that can be read among them.
    """

    folder: Path
    layout: Layout
    migrations: tuple[Migration, ...]
    faults: tuple[Fault, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def named(self) -> bool:
        """Tell whether this is a history of Drizzle 1.0, which goes by the names of the migrations."""
        return self.layout is Layout.FOLDERS

    def last(self, tags: Collection[str]) -> History:
        """Return the history with these migrations at its end, both parts in the order in which they were."""
        there = sorted(self.migrations, key=lambda one: one.tag in tags)
        return replace(self, migrations=tuple(replace(one, index=number) for number, one in enumerate(there)))
