"""The layout of Drizzle 1.0: a folder for each migration, and no journal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sterna.history import ancestry, names, source
from sterna.history.layout import of_1_0, readable
from sterna.history.model import MIGRATION, Entry, Fault, History, Layout, Migration


def read(folder: Path, *, now: int | None, limit: int) -> History:
    """Read a folder of folders; the arguments are those of `sterna.history.read`.

    What Drizzle runs is each folder with a `migration.sql`, in the order of their names. Raises Problem if the folder
    cannot be read.
    """
    with readable(folder):
        found = sorted(
            (child for child in folder.iterdir() if (child / MIGRATION).exists()),
            key=lambda child: names.order(child.name),
        )
        faults = [*_without_sql(folder), *_loose(folder)]
        entries, migrations = [], list[Migration]()
        for number, child in enumerate(found):
            entry = Entry(number, names.when(child.name) or 0, child.name, 0)
            entries.append(entry)
            migration, wrong = _migration(folder, entry, len(migrations), limit)
            faults += wrong
            if migration is not None:
                migrations.append(migration)
        faults += _times(folder, entries, now)
        faults += ancestry.faults(folder, tuple(child.name for child in found), limit)
    return History(folder, Layout.FOLDERS, tuple(migrations), tuple(dict.fromkeys(faults)), tuple(entries))


def _migration(folder: Path, entry: Entry, index: int, limit: int) -> tuple[Migration | None, tuple[Fault, ...]]:
    path = folder / entry.tag / MIGRATION
    if not source.is_plain(entry.tag):
        fault = Fault(
            "unsafe-tag",
            f"The folder {entry.tag!r} has a name that cannot be shown as it is, so nothing was read in it.",
            path.parent,
            tag=entry.tag,
            do="Name the folder by its time and letters, digits, `_`, `-` and `.` alone.",
            fatal=True,
        )
        return None, (fault,)
    found, faults = source.read(folder, path, entry.tag, limit)
    if found is None:
        return None, faults
    migration = Migration(
        entry.tag, path, index, entry.idx, entry.when, found.hash, found.chunks, found.statements, Layout.FOLDERS
    )
    return migration, (*faults, *_name(path.parent))


def _name(path: Path) -> Iterator[Fault]:
    if names.when(path.name) is None:
        yield Fault(
            "bad-folder-name",
            f"The name of {path.name} begins with no time, so Drizzle has no number for its row and stops after its "
            "SQL has run: nothing that is pending gets through.",
            path,
            tag=path.name,
            do="Put 14 digits and `_` before the name: YYYYMMDDHHMMSS, in UTC. If it was applied, leave the name.",
            fatal=True,
        )
    elif not names.is_time(path.name):
        yield Fault(
            "bad-folder-name",
            f"The name of {path.name} begins with a time that there is not.",
            path,
            tag=path.name,
            do="If it was applied nowhere, give it the time at which it was generated: YYYYMMDDHHMMSS, in UTC.",
        )


def _without_sql(folder: Path) -> Iterator[Fault]:
    """Yield the folders that look like migrations and are none to Drizzle; empty ones are left over from git."""
    for child in of_1_0(folder):
        if not (child / MIGRATION).exists():
            yield Fault(
                "missing-file",
                f"{child.name} has a snapshot and no {MIGRATION}. Drizzle 1.0 leaves the folder out in silence, and "
                "drizzle-kit takes its changes for done.",
                child / MIGRATION,
                tag=child.name,
                do=f"Bring {MIGRATION} back from git, or delete the folder if it was never applied anywhere.",
            )


def _loose(folder: Path) -> Iterator[Fault]:
    for path in sorted(folder.glob("*.sql")):
        yield Fault(
            "orphan-sql",
            f"{path.name} has no folder to itself, so Drizzle 1.0 never runs it.",
            path,
            do="Delete it, or write it as a migration with `drizzle-kit generate --custom`.",
        )


def _times(folder: Path, entries: list[Entry], now: int | None) -> Iterator[Fault]:
    for before, entry in pairwise(entries):
        if entry.when == before.when:
            yield Fault(
                "same-second",
                f"{before.tag} and {entry.tag} have the same time, so the rest of their names says which runs first.",
                folder / entry.tag,
                tag=entry.tag,
                do=f"If {entry.tag} was applied nowhere, give its folder a time of its own.",
            )
    for entry in entries:
        if now is not None and entry.when > now:
            yield Fault(
                "when-in-the-future",
                f"The time in the name of {entry.tag} has not come yet. What is generated until then sorts before it: "
                "an empty database runs it in another order than those that have this one already.",
                folder / entry.tag,
                tag=entry.tag,
                do="If it was applied nowhere, give its folder the time of now, in UTC.",
            )
