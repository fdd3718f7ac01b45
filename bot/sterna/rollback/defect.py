"""What is said when the engine itself breaks at a migration, or has no room left to work in."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

from sterna.postgres.connection import SqlError

_NO_ROOM: Final = ("53100", "53200")
"""SQLSTATEs of a full disk and of no memory left."""
_PACKAGE: Final = Path(__file__).parents[1]


def told(error: Exception) -> str:
    """Return what broke and where in our own code, in one line: what a report of it needs.

    A server without room is no defect of ours.
    """
    if isinstance(error, SqlError) and error.sqlstate in _NO_ROOM:
        return f"the server that proves it has no room left: {error}; a private one lies in TMPDIR"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _PACKAGE in Path(frame.filename).parents]
    place = ""
    if frames:
        place = f" at {Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}:{frames[-1].lineno}"
    said = " ".join(str(error).split())
    return f"a defect in Sterna, please report it with this migration: {type(error).__name__}: {said}{place}"
