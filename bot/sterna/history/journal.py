"""The layout of drizzle-kit before 1.0: flat SQL files, and a journal with their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sterna.history import order, snapshots, source
from sterna.history.entries import parse
from sterna.history.layout import JOURNAL, of_1_0, readable
from sterna.history.model import Entry, Fault, History, Layout, Migration
from sterna.problem import Problem


def read(folder: Path, *, now: int | None, limit: int) -> History:
    """Read a folder with a journal; the arguments are those of `sterna.history.read`.

    Raises Problem if there is no journal that can be read.
    """
    path = folder / JOURNAL
    with readable(folder):
        raw = source.contents(folder, path, limit, "")
        if isinstance(raw, Fault):
            raise Problem(raw.message, where=str(path), do=raw.do)
        journal = parse(raw, path)
        faults = [*journal.faults, *order.faults(journal.entries, path, now)]
        migrations: list[Migration] = []
        for entry in journal.entries:
            migration, wrong = _migration(folder, entry, len(migrations), limit)
            faults += wrong
            if migration is not None:
                migrations.append(migration)
        faults += snapshots.faults(folder, journal.entries, limit)
        faults += _orphans(folder, journal.entries)
        faults += _mixed(folder)
    return History(folder, Layout.JOURNAL, tuple(migrations), tuple(dict.fromkeys(faults)), journal.entries)


def _migration(folder: Path, entry: Entry, index: int, limit: int) -> tuple[Migration | None, tuple[Fault, ...]]:
    path = folder / f"{entry.tag}.sql"
    if not source.is_plain(entry.tag):
        fault = Fault(
            "unsafe-tag",
            f"The tag {entry.tag!r} is not the name of a file in the folder, so nothing was read for it.",
            folder / JOURNAL,
            entry.line,
            entry.tag,
            "Name the file by letters, digits, `_`, `-` and `.` alone.",
            fatal=True,
        )
        return None, (fault,)
    found, faults = source.read(folder, path, entry.tag, limit)
    if found is None:
        return None, faults
    return (
        Migration(entry.tag, path, index, entry.idx, entry.when, found.hash, found.chunks, found.statements),
        faults,
    )


def _orphans(folder: Path, entries: tuple[Entry, ...]) -> Iterator[Fault]:
    known = {f"{entry.tag}.sql" for entry in entries}
    for path in sorted(folder.glob("*.sql")):
        if path.name not in known:
            yield Fault(
                "orphan-sql",
                f"{path.name} is not in the journal, so Drizzle never runs it.",
                path,
                do="Delete it, or write it as a migration with `drizzle-kit generate --custom`.",
            )


def _mixed(folder: Path) -> Iterator[Fault]:
    beside = of_1_0(folder)
    if beside:
        names = ", ".join(f"{path.name}/" for path in beside[:3])
        more = f" and {len(beside) - 3} more" if len(beside) > 3 else ""
        yield Fault(
            "mixed-layouts",
            f"A journal and folders of Drizzle 1.0 stand side by side: {names}{more}. Drizzle 0.x never runs the "
            "folders, and 1.0 runs nothing as long as there is a journal.",
            beside[0],
            do="Take back what was half done, and convert the whole folder with `drizzle-kit up` of 1.0.",
        )
