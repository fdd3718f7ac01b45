"""One snapshot of drizzle-kit's: the keys that are asked for, or what is wrong with the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from sterna.history.markers import markers
from sterna.history.model import Fault
from sterna.history.source import contents

Keys = TypeVar("Keys", bound=msgspec.Struct)


def read(folder: Path, path: Path, keys: type[Keys], *, tag: str, limit: int) -> Keys | Fault:
    """Return the keys of a snapshot of at most `limit` bytes; no fault is fatal, since Drizzle runs without it."""
    raw = contents(folder, path, limit, tag)
    if isinstance(raw, Fault):
        return replace(raw, fatal=False)
    try:
        return msgspec.json.decode(raw, type=keys)
    except (msgspec.DecodeError, RecursionError) as error:
        if lines := markers(raw.decode("utf-8", "replace")):
            return Fault(
                "conflict-markers",
                f"{_shown(folder, path)} holds the marks of a merge conflict on lines {', '.join(map(str, lines))}.",
                path,
                lines[0],
                tag,
                "Do not merge snapshots by hand: take one side and generate the newer migration again.",
            )
        return Fault(
            "unreadable-snapshot",
            f"{_shown(folder, path)} is not a snapshot: {error}.",
            path,
            tag=tag,
            do="Bring it back from git.",
        )


def _shown(folder: Path, path: Path) -> str:
    """Return the name by which a person finds it: from the folder of the migrations on."""
    return path.relative_to(folder).as_posix()
