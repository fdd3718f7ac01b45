"""The layout of no tool in particular: SQL files in the order of the numbers that their names begin with.

`0001_name.sql`, or `0001_name.up.sql` with its way back in `0001_name.down.sql`. The number may be a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from sterna.history import source
from sterna.history.layout import JOURNAL, number, numbered, readable, stem
from sterna.history.model import DOWN, UP, Entry, Fault, History, Layout, Migration
from sterna.problem import Problem
from sterna.sql.transactions import opened

_BOTH_WAYS: Final = re.compile(
    r"^[ \t]*--[ \t]*(?:\+(?:goose|migrate)[ \t]+down|migrate:down|rambler[ \t]+down|down[ \t]+migration)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""How goose, sql-migrate, dbmate, rambler and node-pg-migrate part a file in two."""


def read(folder: Path, *, limit: int) -> History:
    """Read a plain folder; `limit` is that of `sterna.history.read`.

    Raises Problem if the folder cannot be read, or if its files are those of Drizzle and only the journal is missing.
    """
    if any((folder / JOURNAL.parent).glob("*.json")):
        raise _without_journal(folder)
    with readable(folder):
        run = numbered(folder)
        entries = tuple(Entry(number(path.name) or 0, 0, stem(path.name), 0) for path in run)
        faults = [*_not_run(folder, {path.name for path in run}), *_taken_twice(entries, run)]
        migrations: list[Migration] = []
        for entry, path in zip(entries, run, strict=True):
            migration, wrong = _migration(folder, entry, path, len(migrations), limit)
            faults += wrong
            if migration is not None:
                migrations.append(migration)
    return History(folder, Layout.PLAIN, tuple(migrations), tuple(dict.fromkeys(faults)), entries)


def _migration(
    folder: Path, entry: Entry, path: Path, index: int, limit: int
) -> tuple[Migration | None, tuple[Fault, ...]]:
    if not source.is_plain(entry.tag):
        fault = Fault(
            "unsafe-tag",
            f"The file {path.name!r} has a name that cannot be shown as it is, so it was not read.",
            path,
            tag=entry.tag,
            do="Name the file by its number and letters, digits, `_`, `-` and `.` alone.",
            fatal=True,
        )
        return None, (fault,)
    found, faults = source.read(folder, path, entry.tag, limit)
    if found is None:
        return None, faults
    if len(found.chunks) > 1:
        raise _without_journal(folder)
    text = found.chunks[0]
    if parted := _BOTH_WAYS.search(text):
        fault = Fault(
            "both-ways-in-one-file",
            f"{path.name} holds the way up and the way back. As one file it would run both, so it is not run.",
            path,
            text.count("\n", 0, parted.start()) + 1,
            entry.tag,
            f"Put the way up into {entry.tag}{UP} and the way back into {entry.tag}{DOWN}.",
            fatal=True,
        )
        return None, (*faults, fault)
    if left := opened(found.statements)[-1]:
        fault = Fault(
            "unended-transaction",
            f"{path.name} opens a transaction and does not end it, so all that follows is rolled back.",
            path,
            left.line,
            entry.tag,
            "End it with `COMMIT`.",
            fatal=True,
        )
        faults = (*faults, fault)
    migration = Migration(
        entry.tag,
        path,
        index,
        entry.idx,
        entry.when,
        found.hash,
        found.chunks,
        found.statements,
        Layout.PLAIN,
        beside=path.name.endswith(UP) or path.with_name(f"{entry.tag}{DOWN}").exists(),
    )
    return migration, tuple(_as_psql(fault) for fault in faults if fault.name != "crlf")


def _as_psql(fault: Fault) -> Fault:
    """Say what psql and the server do with a byte that Drizzle would replace."""
    if fault.name != "not-utf-8":
        return fault
    return replace(fault, message=f"{fault.path.name} is not UTF-8, so PostgreSQL refuses it.", fatal=True)


def _without_journal(folder: Path) -> Problem:
    return Problem(
        "Drizzle wrote these files, and their journal is not there.",
        where=str(folder / JOURNAL),
        do="Bring it back from git: it says what Drizzle runs, and in which order.",
    )


def _not_run(folder: Path, run: set[str]) -> Iterator[Fault]:
    """Yield the SQL files of a folder that are neither a migration nor its way back."""
    tags = {stem(name) for name in run}
    for path in sorted(folder.glob("*.sql")):
        name = path.name
        if name in run or (name.endswith(DOWN) and stem(name) in tags):
            continue
        if name.endswith(DOWN):
            wanted = f"{stem(name)}{UP}"
            why = f"{name} is the way back of nothing: there is no {wanted}."
            do = f"Bring {wanted} back from git, or delete {name}."
        elif number(name) is None:
            why = f"{name} begins with no number, so nothing says when it runs, and it was left out."
            do = "Put the next number before the name, or move the file out of the folder."
        else:
            why = f"{name} ends neither with {UP} nor with {DOWN}, as the others do, and it was left out."
            do = f"Name it {stem(name)}{UP}, or move it out of the folder."
        yield Fault("file-not-run", why, path, do=do)


def _taken_twice(entries: tuple[Entry, ...], run: list[Path]) -> Iterator[Fault]:
    for (before, entry), path in zip(pairwise(entries), run[1:], strict=True):
        if entry.idx == before.idx:
            yield Fault(
                "number-taken-twice",
                f"{before.tag} and {entry.tag} have the same number, so nothing says which runs first.",
                path,
                tag=entry.tag,
                do=f"Give {entry.tag} the next free number if it was applied nowhere.",
            )
