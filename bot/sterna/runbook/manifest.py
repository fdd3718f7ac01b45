"""What stands beside a backup: enough to tell whether it is whole, and where in the history it was taken."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from sterna.problem import Problem

FORM = 1
"""The version of the form of a manifest."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup: `sha256` and `size` (bytes) of the file, `rows` per table as `schema.name`, times in UTC.

    `position` holds hash and created_at of the rows of the tracking table, `tags` the migrations that they stand for.
    `data` is what the tables take up on the server, in bytes: 0 in a manifest that does not say it.
    """

    form: int
    file: str
    database: str
    server: str
    server_version: str
    pg_dump: str
    started: str
    finished: str
    size: int
    sha256: str
    rows: dict[str, int]
    tracking_table: str
    position: list[list[str]]
    tags: list[str]
    data: int = 0


def path(file: Path) -> Path:
    """Return where the manifest of a backup stands."""
    return file.with_name(f"{file.name}.json")


def text(manifest: Manifest) -> str:
    """Return the manifest as it is written."""
    return json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"


def read(file: Path) -> Manifest | None:
    """Read the manifest of a backup; None when there is none. Raise Problem for one that is not ours."""
    where = path(file)
    if not where.is_file():
        return None
    try:
        value = json.loads(where.read_text(encoding="utf-8"))
        if value.get("form") != FORM:
            raise Problem("This manifest is of another version of Sterna.", where=str(where))
        return Manifest(**value)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Problem(f"This manifest cannot be read: {error}.", where=str(where)) from error


def digest(file: Path) -> str:
    """Return the sha256 of a file; raise Problem."""
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise Problem(f"The backup cannot be read: {error.strerror or error}.", where=str(file)) from error


def check(file: Path, manifest: Manifest) -> None:
    """Raise Problem where the file is not the one that the manifest was written for."""
    size = file.stat().st_size
    if size != manifest.size:
        raise Problem(
            f"The backup is not whole: it has {size} bytes, and was written with {manifest.size}.", where=str(file)
        )
    if digest(file) != manifest.sha256:
        raise Problem("The backup is not what was written: its checksum differs.", where=str(file))
