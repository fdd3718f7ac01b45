"""The migrations of a pull request, laid out as files from what the API gives, and read like any other folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sterna import history as histories
from sterna.github.client import Client
from sterna.github.present import Pull
from sterna.github.repository import blob, content, folders, listing
from sterna.github.snapshots import fetch_followed, fetch_last
from sterna.history import names as naming
from sterna.history.comparison import Base, compare, of_folders, of_journal
from sterna.history.entries import parse
from sterna.history.layout import JOURNAL, USUAL
from sterna.history.model import MIGRATION, SNAPSHOT, Fault, History, Migration
from sterna.problem import Problem
from sterna.pull_request.changed import File
from sterna.pull_request.settings import Settings

MOST = 400
"""Files of the folder that are fetched, at most."""
# Prisma has folders with the same name and SQL, but no snapshot.
_OF_1_0 = re.compile(rf"(?P<folder>.+)/[0-9]{{14}}_[^/]+/{re.escape(SNAPSHOT)}")


@dataclass(frozen=True, slots=True)
class Work:
    """The history as far as it is needed, the migrations that the base does not name, and what was changed of others.

    All paths are those in the repository. The history lacks the files that the pull request does not change, so its
    faults hold for the pending tags alone.
    """

    history: History
    pending: tuple[Migration, ...]
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]


def folder(settings: Settings, files: Sequence[File]) -> str:
    """Return the migrations folder: the one that is set, or where migrations or a usual folder is touched; or empty."""
    if settings.folder:
        return settings.folder.strip("/")
    names = [name for file in files for name in file.names]
    for name in names:
        if name.endswith(f"/{JOURNAL.as_posix()}"):
            return name.removesuffix(f"/{JOURNAL.as_posix()}")
        if found := _OF_1_0.fullmatch(name):
            return found["folder"]
    return next((usual for usual in USUAL for name in names if name.startswith(f"{usual}/")), "")


def inside(folder: str, files: Sequence[File]) -> list[File]:
    """Return the changed files of the folder that Drizzle reads: SQL, journal, snapshots."""
    return [file for file in files if any(_is_read(folder, PurePosixPath(name)) for name in file.names)]


def _is_read(folder: str, path: PurePosixPath) -> bool:
    parent = path.parent.as_posix()
    return (
        (parent == folder and path.suffix == ".sql")
        or (parent == f"{folder}/{JOURNAL.parent}" and path.suffix == ".json")
        or (path.parent.parent.as_posix() == folder and path.name in (MIGRATION, SNAPSHOT))
    )


def work(client: Client, pull: Pull, folder: str, files: Sequence[File], into: Path) -> Work:
    """Fetch what is needed and read it; raise Problem when it cannot be read at all."""
    touched = inside(folder, files)
    if len(touched) > MOST:
        raise Problem(
            f"This pull request changes {len(touched)} files of the migrations; more than {MOST} are not fetched.",
            do="Split it.",
        )
    root = into / "head"
    target = root / folder
    (target / JOURNAL.parent).mkdir(parents=True)
    parted = str(client.get(f"/compare/{pull.base.sha}...{pull.head.sha}", per_page=1)["merge_base_commit"]["sha"])
    for file in touched:
        if file.status != "removed" and PurePosixPath(file.path).is_relative_to(folder):
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(blob(client, file.sha))
    journal = f"{folder}/{JOURNAL.as_posix()}"
    if not (root / journal).exists():
        raw = content(client, journal, pull.head.sha)
        if raw is not None:
            (root / journal).write_bytes(raw)
    if (root / journal).exists():
        before = _base(client, folder, parted, named=False)
        fetch_last(client, folder, before, parted, root)
    else:
        before = _base(client, folder, parted, named=True)
        fetch_followed(client, folder, before, parted, target)
        if not any(target.glob(f"*/{MIGRATION}")):
            _any(client, folder, pull.head.sha, target)
    read = _read(target, root)
    if not read.layout.drizzle:
        raise Problem(
            "The bot reads migrations of Drizzle alone, and these are plain SQL files.",
            where=folder,
            do="Run `sterna review FOLDER --base REF --format github` in a workflow of your own.",
        )
    tip = _base(client, folder, pull.base.ref, named=read.named)
    edited = _edited(client, folder, before, parted, touched)
    new, faults = compare(
        read, before.entries, tip.entries, edited, f"`{pull.base.ref}`", touched=_touched(folder, before, touched)
    )
    known = {migration.tag for migration in read.migrations}
    tags = {entry.tag for entry in before.entries}
    unread = tuple(one for one in read.faults if one.fatal and one.tag and one.tag not in known | tags)
    return Work(
        _relative(read, root),
        _relative(replace(read, migrations=new), root).migrations,
        _said(faults, root),
        _said(unread, root),
    )


def _touched(folder: str, before: Base, files: Sequence[File]) -> set[str]:
    """Return the tags of the base whose SQL file is among the changed ones, by the name that it had or has."""
    changed = {name for file in files for name in file.names}
    return {
        tag
        for tag, name in before.files.items()
        if f"{folder}/{name}" in changed or f"{folder}/{tag}/{MIGRATION}" in changed
    }


def _edited(client: Client, folder: str, before: Base, parted: str, files: Sequence[File]) -> dict[str, bytes]:
    """Fetch what the base holds of the touched tags; a file that only moved, as `drizzle-kit up` does, is as it was."""
    same = listing(client, folder, parted) if any(file.before for file in files) else {}
    moved = {file.before for file in files if file.before and same.get(PurePosixPath(file.before).name) == file.sha}
    asked = {tag: f"{folder}/{before.files[tag]}" for tag in sorted(_touched(folder, before, files))}
    return {
        tag: raw
        for tag, name in asked.items()
        if name not in moved and (raw := content(client, name, parted)) is not None
    }


def _any(client: Client, folder: str, ref: str, target: Path) -> None:
    """Fetch one migration that is there, where the pull request only takes others away."""
    for name in sorted(filter(naming.is_time, folders(client, folder, ref)))[-1:]:
        raw = content(client, f"{folder}/{name}/{MIGRATION}", ref)
        if raw is not None:
            (target / name).mkdir()
            (target / name / MIGRATION).write_bytes(raw)


def _base(client: Client, folder: str, ref: str, *, named: bool) -> Base:
    """Read what a commit of the base runs, by the names that the head has: with `named` those of 1.0."""
    journal = f"{folder}/{JOURNAL.as_posix()}"
    raw = content(client, journal, ref)
    if raw is not None:
        return of_journal(parse(raw, Path(f"{ref[:12]}:{journal}")).entries, named=named)
    if not named:
        return Base()
    timed = (name for name in folders(client, folder, ref) if naming.when(name) is not None)
    return of_folders(f"{name}/{MIGRATION}" for name in timed)


def _read(target: Path, root: Path) -> History:
    """Read the folder as it was fetched; raise Problem in the words of the repository, which knows no `root`."""
    try:
        return histories.read(target)
    except Problem as problem:
        raise Problem(
            problem.what.replace(f"{root}/", ""),
            where=problem.where.replace(f"{root}/", ""),
            do=problem.do.replace(f"{root}/", ""),
        ) from problem


def _relative(read: History, root: Path) -> History:
    return replace(
        read,
        folder=read.folder.relative_to(root),
        migrations=tuple(
            replace(
                one,
                path=one.path.relative_to(root),
                statements=tuple(replace(each, path=each.path.relative_to(root)) for each in one.statements),
            )
            for one in read.migrations
        ),
        faults=_said(read.faults, root),
    )


def _said(faults: Sequence[Fault], root: Path) -> tuple[Fault, ...]:
    """Return faults without the name of the temporary folder: the same input gives the same words."""
    return tuple(
        replace(
            one,
            path=one.path.relative_to(root) if one.path.is_relative_to(root) else one.path,
            message=one.message.replace(f"{root}/", ""),
            do=one.do.replace(f"{root}/", ""),
        )
        for one in faults
    )
