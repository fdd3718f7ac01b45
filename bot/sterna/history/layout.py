"""The layouts that a migrations folder may have, and which one a folder has."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sterna.problem import Problem

JOURNAL: Final = Path("meta") / "_journal.json"
"""Where drizzle-kit before 1.0 keeps the order of its migrations."""

_FOLDER_OF_1_0: Final = re.compile(r"[0-9]{14}_.+")


def detect(folder: Path) -> Path:
    """Return the folder if it holds a Drizzle journal.

    Raises Problem for every other folder, and says which folder to name where a folder below holds the journal.
    """
    with readable(folder):
        mode = folder.stat().st_mode
        if not stat.S_ISDIR(mode):
            raise Problem(
                "A file was given where a migrations folder is wanted.", where=str(folder), do=_do_for_file(folder)
            )
        if (folder / JOURNAL).exists():
            return folder
        inside = sorted(folder.iterdir())
        if not inside:
            raise Problem(
                "The migrations folder is empty.",
                where=str(folder),
                do="Write the first migration with `drizzle-kit generate`, or name the folder that holds them.",
            )
        if any(_FOLDER_OF_1_0.fullmatch(child.name) and (child / "migration.sql").exists() for child in inside):
            raise Problem(
                "This is a Drizzle 1.0 folder: a folder for each migration and no journal. It is not read yet.",
                where=str(folder),
                do="Name a folder that drizzle-kit 0.x wrote, the one with `meta/_journal.json`.",
            )
        if folder.name == JOURNAL.parent.name and (folder / JOURNAL.name).exists():
            raise Problem(
                "This is the `meta` folder of a migrations folder.", where=str(folder), do=f"Name `{folder.parent}`."
            )
        below = [child for child in inside if child.is_dir() and (child / JOURNAL).exists()]
    raise Problem(
        f"The folder holds no Drizzle journal: `{JOURNAL.as_posix()}` is not there.",
        where=str(folder),
        do=_do_without_journal(below),
    )


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system says of a path that cannot be read into a Problem.

    Raises Problem.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise Problem(
            "The migrations folder is not there.",
            where=str(error.filename or path),
            do="Check the path; it is the `out` folder of drizzle.config.",
        ) from error
    except PermissionError as error:
        raise Problem(
            "Permission denied while reading the migrations folder.",
            where=str(error.filename or path),
            do="Let this user read the folder and the files in it.",
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Problem(f"The migrations folder cannot be read: {reason}.", where=str(path)) from error


_NAMED: Final = 5
"""How many folders a message names."""


def _do_for_file(path: Path) -> str:
    folder = path.parent.parent if path.name == JOURNAL.name else path.parent
    return f"Name the folder: `{folder}`."


def _do_without_journal(below: list[Path]) -> str:
    if len(below) == 1:
        return f"Name `{below[0]}`, which holds one."
    if below:
        rest = f", and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
        return "Name one of these, which hold one: " + ", ".join(f"`{child}`" for child in below[:_NAMED]) + rest + "."
    return "Name the `out` folder of drizzle.config; `drizzle-kit generate` writes the journal there."
