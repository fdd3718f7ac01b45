"""What is said when the engine itself breaks at a migration."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]


def told(error: Exception) -> str:
    """Return what broke and where in our own code, in one line: what a report of it needs."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _PACKAGE in Path(frame.filename).parents]
    place = ""
    if frames:
        place = f" at {Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}:{frames[-1].lineno}"
    said = " ".join(str(error).split())
    return f"a defect in Sterna, please report it with this migration: {type(error).__name__}: {said}{place}"
