"""What a history adds to a git base, and what it changed that the base has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sterna.history import git, names
from sterna.history.entries import parse
from sterna.history.layout import JOURNAL, in_order, number, stem
from sterna.history.model import MIGRATION, UP, Entry, Fault, History, Layout, Migration
from sterna.sql.split import BREAKPOINT

_PARTS: Final = {
    Layout.JOURNAL: "the file, its snapshot and its entry",
    Layout.FOLDERS: "its folder",
    Layout.PLAIN: "the file",
}
"""What there is of a migration."""

_RANK: Final[Mapping[Layout, Callable[[Entry | Migration], Any]]] = {
    Layout.JOURNAL: lambda one: one.when,
    Layout.FOLDERS: lambda one: names.order(one.tag),
    Layout.PLAIN: lambda one: one.idx,
}
"""What tells which migration comes later."""


@dataclass(frozen=True, slots=True)
class Since:
    """What is new since a base: `commit` is where HEAD and the base parted."""

    commit: str
    migrations: tuple[Migration, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """What a commit of the base runs: its entries, and by their tags the names of the files that hold their SQL."""

    entries: tuple[Entry, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def since(history: History, base: str) -> Since:
    """Compare a history, as it lies on disk, with a git base: a branch, a tag or a commit.

    New is what was not there at the merge base: an entry of the journal, a folder of Drizzle 1.0, a file of a plain
    folder. What was there is taken for applied: faults are `edited-since-base` and `deleted-since-base` for its files,
    `when-edited-since-base` for its entries. `when-behind-base` is a new entry that is not later than the last one of
    the base as it is now, `sorts-before-base` a new folder or file that sorts before it. Where the folder was converted
    by `drizzle-kit up` since, the entries of the base go by the names that they were given.

    Raises Problem if git is not there, the folder is in no repository, the base is not known, the clone is too shallow,
    or the journal of the base cannot be read.
    """
    repository = git.repository(history.folder)
    tip = git.commit(repository, base)
    parted = git.merge_base(repository, tip, base)
    before = _base(history, repository, parted)
    raw = git.files(repository, parted, list(before.files.values()))
    contents = {tag: raw[name] for tag, name in before.files.items() if name in raw}
    return Since(parted, *compare(history, before.entries, _base(history, repository, tip).entries, contents, base))


def of_journal(entries: Iterable[Entry], *, named: bool) -> Base:
    """Return what a journal of the base says; with `named` by the names that `drizzle-kit up` gave meanwhile."""
    entries = tuple(entries)
    if not named:
        return Base(entries, {entry.tag: f"{entry.tag}.sql" for entry in entries})
    renamed = [(entry, names.upgraded(entry.tag, entry.when)) for entry in entries]
    return Base(
        tuple(replace(entry, tag=name, when=names.when(name) or entry.when) for entry, name in renamed),
        {name: f"{entry.tag}.sql" for entry, name in renamed},
    )


def of_folders(paths: Iterable[str]) -> Base:
    """Return what the folders of Drizzle 1.0 hold; `paths` are those of all files within the migrations folder."""
    parts = (path.split("/") for path in paths)
    tags = sorted((part[0] for part in parts if part[1:] == [MIGRATION]), key=names.order)
    return Base(
        tuple(Entry(number, names.when(tag) or 0, tag, 0) for number, tag in enumerate(tags)),
        {tag: f"{tag}/{MIGRATION}" for tag in tags},
    )


def of_files(paths: Iterable[str]) -> Base:
    """Return what a plain folder holds; `paths` are those of all files within it."""
    run = in_order(path for path in paths if "/" not in path)
    entries = tuple(Entry(number(name) or 0, 0, stem(name), 0) for name in run)
    return Base(entries, {stem(name): name for name in run})


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

    `before` and `tip` are the entries of the base where the two parted and as it is now, `contents` the SQL there by
    tag. With `touched`, only the files of these tags are held against the base: the others are known to be as they
    were.
    """
    known = {entry.tag: entry for entry in before}
    new = tuple(migration for migration in history.migrations if migration.tag not in known)
    held = {tag: entry for tag, entry in known.items() if touched is None or tag in touched}
    return new, (
        *_late(history, new, tip, base),
        *_entries_changed(history, known, base),
        *_files_changed(history, contents, held, base),
    )


def _base(history: History, repository: git.Repository, commit: str) -> Base:
    """Read what a commit runs; without a journal that is what its folders hold, or its files."""
    if history.layout is Layout.PLAIN:
        return of_files(git.names(repository, commit))
    name = JOURNAL.as_posix()
    raw = git.files(repository, commit, [name]).get(name)
    if raw is not None:
        return of_journal(parse(raw, Path(f"{commit[:12]}:{repository.prefix}{name}")).entries, named=history.named)
    return of_folders(git.names(repository, commit)) if history.named else Base()


def _late(history: History, new: tuple[Migration, ...], tip: tuple[Entry, ...], base: str) -> Iterator[Fault]:
    """Yield a fault for each new migration that does not come after the last one of the base."""
    rank = _RANK[history.layout]
    latest = max(tip, key=rank, default=None)
    for migration in new:
        if latest is not None and migration.tag != latest.tag and rank(migration) <= rank(latest):
            match history.layout:
                case Layout.JOURNAL:
                    yield _behind(history, migration, latest, base)
                case Layout.FOLDERS:
                    yield _before(migration, latest, base)
                case Layout.PLAIN:
                    yield _lower(migration, latest, base)


def _behind(history: History, migration: Migration, latest: Entry, base: str) -> Fault:
    return Fault(
        "when-behind-base",
        f"The `when` of {migration.tag} ({migration.when}) is not after that of {latest.tag} ({latest.when}), "
        f"the last of {base}. Where {latest.tag} was applied, Drizzle skips {migration.tag} in silence.",
        history.folder / JOURNAL,
        tag=migration.tag,
        do=f"Merge {base} and generate the migration again, or set its `when` above {latest.when}.",
    )


def _before(migration: Migration, latest: Entry, base: str) -> Fault:
    return Fault(
        "sorts-before-base",
        f"{migration.tag} sorts before {latest.tag}, the last of {base}. Where {latest.tag} was applied, Drizzle runs "
        f"{migration.tag} after it; an empty database runs it before.",
        migration.path.parent,
        tag=migration.tag,
        do=f"Merge {base} and generate the migration again, so that every database has the same order.",
    )


def _lower(migration: Migration, latest: Entry, base: str) -> Fault:
    return Fault(
        "sorts-before-base",
        f"The number of {migration.tag} is not above that of {latest.tag}, the last of {base}. Where "
        f"{latest.tag} was applied, the runner skips {migration.tag}, refuses it or runs it late.",
        migration.path,
        tag=migration.tag,
        do=f"Merge {base} and give {migration.tag} the next free number.",
    )


def _entries_changed(history: History, known: dict[str, Entry], base: str) -> Iterator[Fault]:
    # The name of a folder holds its time: with another time it is another migration.
    for migration in () if history.named else history.migrations:
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
    parts = _PARTS[history.layout]
    for tag in known:
        raw = contents.get(tag)
        migration = here.get(tag)
        path = history.folder / _file(history, tag)
        if migration is None and tag not in unread:
            yield Fault(
                "deleted-since-base",
                f"{tag} is in {base} and is gone here. Where it was applied, the database keeps what it did.",
                path,
                tag=tag,
                do=f"Bring {parts} back, and undo it by a new migration.",
            )
        elif (
            migration is not None
            and raw is not None
            and _ends(raw.decode("utf-8", "replace")) != _ends(BREAKPOINT.join(migration.chunks))
        ):
            yield Fault(
                "edited-since-base",
                f"{migration.file} is not what it was in {base}. Where it was applied, the change never arrives, "
                "and nothing says so.",
                path,
                tag=tag,
                do=f"Set the file back to what it is in {base}, and write a new migration for the change.",
            )


def _file(history: History, tag: str) -> str:
    if history.named:
        return f"{tag}/{MIGRATION}"
    paired = any(migration.path.name.endswith(UP) for migration in history.migrations)
    return f"{tag}{UP if paired else '.sql'}"


def _ends(text: str) -> str:
    """Return a text with LF at its line ends; git may have given it others when it checked the file out."""
    return text.replace("\r\n", "\n")
