"""Texts that a migration had once, found in git by the hash that Drizzle wrote down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sterna.history import git
from sterna.problem import Problem

_CHANGE: Final = re.compile(rb"^:\d+ \d+ [0-9a-f]+ (?P<blob>[0-9a-f]+) [AM]\t(?P<path>.+)$")


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was in a commit; `path` begins at the root of the repository."""

    commit: str
    path: str

    def __str__(self) -> str:
        """Name it as git does."""
        return f"{self.commit[:12]}:{self.path}"


def find(folder: Path, hashes: frozenset[str]) -> dict[str, Version]:
    """Return the newest version of any file of the folder, in any branch, for each hash that git knows.

    Line ends may be LF or CRLF: whoever applied it may have had others. Without git, nothing is found.
    """
    if not hashes:
        return {}
    try:
        where = git.repository(folder)
        blobs = {blob: Version(commit, path) for commit, blob, path in reversed(list(_changes(where)))}
        contents = git.blobs(where, list(blobs))
    except Problem:
        return {}
    found: dict[str, Version] = {}
    for blob, version in blobs.items():
        lf = contents.get(blob, b"").decode("utf-8", "replace").replace("\r\n", "\n")
        for text in (lf, lf.replace("\n", "\r\n")):
            digest = sha256(text.encode()).hexdigest()
            if digest in hashes:
                found[digest] = version
    return found


def _changes(where: git.Repository) -> Iterator[tuple[str, str, str]]:
    """Yield commit, blob and path of each SQL file of the folder that a commit wrote, the newest first."""
    commit = ""
    for line in git.log(where):
        if match := _CHANGE.match(line):
            path = match["path"].decode("utf-8", "replace")
            if path.endswith(".sql") and "/rollback/" not in path:
                yield commit, match["blob"].decode(), path
        elif line:
            commit = line.decode()
