"""The migrations of a pull request, laid out as files from what the API gives, and read like any other folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sterna import history as histories
from sterna.github.client import Client
from sterna.github.present import Pull
from sterna.github.repository import blob, content
from sterna.history.comparison import compare
from sterna.history.entries import parse
from sterna.history.layout import JOURNAL
from sterna.history.model import Entry, Fault, History, Migration
from sterna.problem import Problem
from sterna.pull_request.changed import File
from sterna.pull_request.settings import USUAL, Settings

MOST = 400
"""Files of the folder that are fetched, at most."""
_SNAPSHOT = "_snapshot.json"


@dataclass(frozen=True, slots=True)
class Work:
    """The history as far as it is needed, the migrations that the base does not name, and what was changed of others.

    All paths are those in the repository. The history lacks the files that the pull request does not change, so its
    faults hold for the pending tags alone. `parents` are the `prevId` of the snapshots that are added.
    """

    history: History
    pending: tuple[Migration, ...]
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]


def folder(settings: Settings, files: Sequence[File]) -> str:
    """Return the migrations folder: the one that is set, or where a journal or a usual folder is touched; or empty."""
    if settings.folder:
        return settings.folder.strip("/")
    names = [name for file in files for name in file.names]
    for name in names:
        if name.endswith(f"/{JOURNAL.as_posix()}"):
            return name.removesuffix(f"/{JOURNAL.as_posix()}")
    return next((usual for usual in USUAL for name in names if name.startswith(f"{usual}/")), "")


def inside(folder: str, files: Sequence[File]) -> list[File]:
    """Return the changed files of the folder that Drizzle reads: SQL, journal, snapshots."""
    found = []
    for file in files:
        for name in file.names:
            path = PurePosixPath(name)
            parent = path.parent.as_posix()
            if (parent == folder and path.suffix == ".sql") or (
                parent == f"{folder}/{JOURNAL.parent}" and path.suffix == ".json"
            ):
                found.append(file)
                break
    return found


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
            (root / file.path).write_bytes(blob(client, file.sha))
    journal = f"{folder}/{JOURNAL.as_posix()}"
    if not (root / journal).exists():
        raw = content(client, journal, pull.head.sha)
        if raw is not None:
            (root / journal).write_bytes(raw)
    before, tip = _entries(client, journal, parted), _entries(client, journal, pull.base.ref)
    _last_snapshot(client, folder, before, parted, root)
    tags = {entry.tag for entry in before}
    edited = {
        PurePosixPath(name).stem
        for file in touched
        for name in file.names
        if name.endswith(".sql") and PurePosixPath(name).stem in tags
    }
    contents = {tag: raw for tag in sorted(edited) if (raw := content(client, f"{folder}/{tag}.sql", parted))}
    read = _within(histories.read, target, root)
    new, faults = compare(read, before, tip, contents, f"`{pull.base.ref}`", touched=edited)
    known = {migration.tag for migration in read.migrations}
    unread = tuple(one for one in read.faults if one.fatal and one.tag and one.tag not in known | tags)
    return Work(
        _relative(read, root),
        _relative(replace(read, migrations=new), root).migrations,
        _said(faults, root),
        _said(unread, root),
    )


def parents(paths: Sequence[tuple[str, bytes]]) -> set[str]:
    """Return the `prevId` of snapshots, as far as they can be read."""
    import msgspec

    found = set()
    for _, raw in paths:
        try:
            value = msgspec.json.decode(raw)
        except msgspec.DecodeError:
            continue
        if isinstance(value, dict) and isinstance(value.get("prevId"), str):
            found.add(value["prevId"])
    return found


def is_snapshot(path: str, folder: str) -> bool:
    """Tell whether a path is a snapshot of the folder."""
    return path.startswith(f"{folder}/{JOURNAL.parent}/") and path.endswith(_SNAPSHOT)


def _last_snapshot(client: Client, folder: str, before: Sequence[Entry], parted: str, root: Path) -> None:
    """Fetch the snapshot that the first new one has to follow."""
    if not before or not any((root / folder / JOURNAL.parent).glob(f"*{_SNAPSHOT}")):
        return
    name = f"{folder}/{JOURNAL.parent}/{before[-1].tag.partition('_')[0]}{_SNAPSHOT}"
    if "/" in before[-1].tag or (root / name).exists():
        return
    raw = content(client, name, parted)
    if raw is not None:
        (root / name).write_bytes(raw)


def _entries(client: Client, journal: str, ref: str) -> tuple[Entry, ...]:
    raw = content(client, journal, ref)
    return () if raw is None else parse(raw, Path(f"{ref[:12]}:{journal}")).entries


def _within(read, target: Path, root: Path) -> History:  # type: ignore[no-untyped-def]  # noqa: ANN001
    try:
        found: History = read(target)
    except Problem as problem:
        raise Problem(
            problem.what.replace(f"{root}/", ""),
            where=problem.where.replace(f"{root}/", ""),
            do=problem.do.replace(f"{root}/", ""),
        ) from problem
    return found


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
