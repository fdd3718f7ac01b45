"""A migrations folder becomes a History."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sterna.history import folders, journal, layout, plain
from sterna.history.comparison import Since, since
from sterna.history.model import Fault, History, Layout, Migration

__all__ = ["LIMIT", "Fault", "History", "Layout", "Migration", "Since", "read", "since"]

LIMIT: Final = 16 * 1024 * 1024
"""The size in bytes above which a file is not read."""


def read(folder: Path, *, now: int | None = None, limit: int = LIMIT) -> History:
    """Read a migrations folder: its migrations in the order in which they run, and its faults.

    With `now`, in milliseconds since 1970, entries from the future are faults too. A file of more than `limit` bytes is
    not read. What is wrong with one migration is a fault and leaves the others as they are; a migration whose SQL
    cannot be had at all is named by a fatal fault and is not among the migrations.

    Raises Problem if the folder is not there, cannot be read, or holds no migrations for PostgreSQL.
    """
    match layout.of(folder):
        case Layout.JOURNAL:
            return journal.read(folder, now=now, limit=limit)
        case Layout.FOLDERS:
            return folders.read(folder, now=now, limit=limit)
        case Layout.PLAIN:
            return plain.read(folder, limit=limit)
