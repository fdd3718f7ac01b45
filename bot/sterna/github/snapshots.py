"""Which snapshots the new migrations follow, and fetching those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from sterna.github.client import Client
from sterna.github.repository import content
from sterna.history.ancestry import ORIGIN
from sterna.history.comparison import Base
from sterna.history.layout import JOURNAL
from sterna.history.model import MIGRATION, SNAPSHOT

_SNAPSHOT = "_snapshot.json"
_NEAR = 5
"""The newest folders of 1.0 in the base, in which the snapshots that new ones follow are looked for."""


def is_snapshot(path: str, folder: str) -> bool:
    """Tell whether a path is a snapshot of the folder."""
    return (path.startswith(f"{folder}/{JOURNAL.parent}/") and path.endswith(_SNAPSHOT)) or (
        PurePosixPath(path).name == SNAPSHOT and PurePosixPath(path).parent.parent.as_posix() == folder
    )


def parents(snapshots: Sequence[bytes]) -> set[str]:
    """Return the ids of the snapshots that others follow, as far as they can be read."""
    found: set[str] = set()
    for value in _values(snapshots):
        several = value.get("prevIds")
        named = several if isinstance(several, list) else [value.get("prevId")]
        found |= {one for one in named if isinstance(one, str)}
    return found


def _ids(snapshots: Sequence[bytes]) -> set[str]:
    """Return the ids of snapshots, as far as they can be read."""
    return {value["id"] for value in _values(snapshots) if isinstance(value.get("id"), str)}


def _values(snapshots: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    for raw in snapshots:
        with suppress(msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            value = msgspec.json.decode(raw)
            if isinstance(value, dict):
                yield value


def fetch_followed(client: Client, folder: str, before: Base, parted: str, target: Path) -> None:
    """Fetch the migrations of 1.0 that the new ones follow; what is not among the newest is not looked for."""
    snapshots = [path.read_bytes() for path in target.glob(f"*/{SNAPSHOT}")]
    wanted = parents(snapshots) - {ORIGIN} - _ids(snapshots)
    for entry in reversed(before.entries[-_NEAR:]):
        home = target / entry.tag
        if not wanted or home.exists() or before.files[entry.tag] != f"{entry.tag}/{MIGRATION}":
            continue
        files = {name: content(client, f"{folder}/{entry.tag}/{name}", parted) for name in (MIGRATION, SNAPSHOT)}
        home.mkdir()
        for name, raw in files.items():
            if raw is not None:
                (home / name).write_bytes(raw)
        wanted -= _ids([files[SNAPSHOT] or b""])


def fetch_last(client: Client, folder: str, base: Base, parted: str, root: Path) -> None:
    """Fetch the snapshot that the first new one has to follow."""
    before = base.entries
    if not before or not any((root / folder / JOURNAL.parent).glob(f"*{_SNAPSHOT}")):
        return
    name = f"{folder}/{JOURNAL.parent}/{before[-1].tag.partition('_')[0]}{_SNAPSHOT}"
    if "/" in before[-1].tag or (root / name).exists():
        return
    raw = content(client, name, parted)
    if raw is not None:
        (root / name).write_bytes(raw)
