"""What a history adds to a git base, and what it changed that the base has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sterna.history import git
from sterna.history.entries import Entry, parse
from sterna.history.layout import JOURNAL
from sterna.history.model import Fault, History, Migration
from sterna.sql.split import BREAKPOINT


@dataclass(frozen=True, slots=True)
class Since:
    """What is new since a base: `commit` is where HEAD and the base parted."""

    commit: str
    migrations: tuple[Migration, ...]
    faults: tuple[Fault, ...]


def added(history: History, base: str) -> tuple[Migration, ...]:
    """Return the migrations that the journal did not name where HEAD and the base parted.

    Raises Problem as `since` does.
    """
    return since(history, base).migrations


def since(history: History, base: str) -> Since:
    """Compare a history, as it lies on disk, with a git base: a branch, a tag or a commit.

    New is what the journal did not name at the merge base. What was there already is taken for applied: faults are
    `edited-since-base` and `deleted-since-base` for its files, `when-edited-since-base` for its entries, and
    `when-behind-base` for a new entry that is not later than the last one of the base as it is now.

    Raises Problem if git is not there, the folder is in no repository, the base is not known, the clone is too shallow,
    or the journal of the base cannot be read.
    """
    repository = git.repository(history.folder)
    tip = git.commit(repository, base)
    parted = git.merge_base(repository, tip, base)
    before = _entries(repository, parted)
    contents = git.files(repository, parted, [f"{entry.tag}.sql" for entry in before])
    return Since(parted, *compare(history, before, _entries(repository, tip), contents, base))


def compare(
    history: History,
    before: tuple[Entry, ...],
    tip: tuple[Entry, ...],
    contents: Mapping[str, bytes],
    base: str,
    *,
    touched: Collection[str] | None = None,
) -> tuple[tuple[Migration, ...], tuple[Fault, ...]]:
    """Return what is new in a history, and the faults, as `since` names them, without asking git.

    `before` and `tip` are the entries of the base where the two parted and as it is now, `contents` the SQL files there
    by name. With `touched`, only the files of these tags are held against the base: the others are known to be as they
    were.
    """
    latest = max(tip, key=lambda entry: entry.when, default=None)
    known = {entry.tag: entry for entry in before}
    new = tuple(migration for migration in history.migrations if migration.tag not in known)
    held = {tag: entry for tag, entry in known.items() if touched is None or tag in touched}
    return new, (
        *_behind(history, new, latest, base),
        *_entries_changed(history, known, base),
        *_files_changed(history, contents, held, base),
    )


def _entries(repository: git.Repository, commit: str) -> tuple[Entry, ...]:
    """Read the journal of a commit; without one there is no entry."""
    name = JOURNAL.as_posix()
    raw = git.files(repository, commit, [name]).get(name)
    return () if raw is None else parse(raw, Path(f"{commit[:12]}:{repository.prefix}{name}")).entries


def _behind(history: History, new: tuple[Migration, ...], latest: Entry | None, base: str) -> Iterator[Fault]:
    for migration in new:
        if latest is not None and migration.tag != latest.tag and migration.when <= latest.when:
            yield Fault(
                "when-behind-base",
                f"The `when` of {migration.tag} ({migration.when}) is not after that of {latest.tag} ({latest.when}), "
                f"the last of {base}. Where {latest.tag} was applied, Drizzle skips {migration.tag} in silence.",
                history.folder / JOURNAL,
                tag=migration.tag,
                do=f"Merge {base} and generate the migration again, or set its `when` above {latest.when}.",
            )


def _entries_changed(history: History, known: dict[str, Entry], base: str) -> Iterator[Fault]:
    for migration in history.migrations:
        entry = known.get(migration.tag)
        if entry is not None and entry.when != migration.when:
            yield Fault(
                "when-edited-since-base",
                f"The `when` of {migration.tag} is {migration.when}, and was {entry.when} in {base}. By this number "
                "Drizzle tells what was applied.",
                history.folder / JOURNAL,
                tag=migration.tag,
                do=f"Set it back to {entry.when}.",
            )


def _files_changed(
    history: History, contents: Mapping[str, bytes], known: dict[str, Entry], base: str
) -> Iterator[Fault]:
    here = {migration.tag: migration for migration in history.migrations}
    unread = {fault.tag for fault in history.faults if fault.fatal and fault.name != "missing-file"}
    for tag in known:
        raw = contents.get(f"{tag}.sql")
        migration = here.get(tag)
        path = history.folder / f"{tag}.sql"
        if migration is None and tag not in unread:
            yield Fault(
                "deleted-since-base",
                f"{tag} is in {base} and is gone here. Where it was applied, the database keeps what it did.",
                path,
                tag=tag,
                do=f"Bring {path.name}, its snapshot and its entry back, and undo it by a new migration.",
            )
        elif (
            migration is not None
            and raw is not None
            and _ends(raw.decode("utf-8", "replace")) != _ends(BREAKPOINT.join(migration.chunks))
        ):
            yield Fault(
                "edited-since-base",
                f"{path.name} is not what it was in {base}. Where it was applied, the change never arrives, "
                "and Drizzle does not say so.",
                path,
                tag=tag,
                do=f"Set the file back to what it is in {base}, and write a new migration for the change.",
            )


def _ends(text: str) -> str:
    """Return a text with LF at its line ends; git may have given it others when it checked the file out."""
    return text.replace("\r\n", "\n")
