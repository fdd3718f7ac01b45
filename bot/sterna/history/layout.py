"""The layouts that a migrations folder may have, and which one a folder has."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sterna.history.model import DOWN, MIGRATION, ROLLBACK, SNAPSHOT, UP, Layout
from sterna.problem import Problem

JOURNAL: Final = Path("meta") / "_journal.json"
"""Where drizzle-kit before 1.0 keeps the order of its migrations."""
USUAL: Final = ("drizzle", "migrations", "database/migrations")
"""Where the migrations are looked for when nobody names a folder."""

_TIMED: Final = re.compile(r"[0-9]{14}(?:_.*)?", re.DOTALL)
_NUMBERED: Final = re.compile(r"(?P<number>[0-9]{1,18})(?:[_.-].*)?\.sql", re.DOTALL)
_OF_PRISMA: Final = "migration_lock.toml"


def of(folder: Path) -> Layout:
    """Return the layout of a folder; raise Problem for one that holds no migrations.

    A journal comes first, then folders of Drizzle 1.0, then SQL files with a number. The Problem says which folder to
    name where one below is meant.
    """
    with readable(folder):
        mode = folder.stat().st_mode
        if not stat.S_ISDIR(mode):
            raise Problem(
                "A file was given where a migrations folder is wanted.", where=str(folder), do=_do_for_file(folder)
            )
        if (folder / JOURNAL).exists():
            return Layout.JOURNAL
        inside = sorted(folder.iterdir())
        if not inside:
            raise Problem(
                "The migrations folder is empty.",
                where=str(folder),
                do="Write the first migration, with `drizzle-kit generate` or as 0001_name.sql, or name the folder "
                "that holds them.",
            )
        beside = of_1_0(folder)
        if _is_prisma(folder, beside):
            raise Problem(
                "These are migrations of Prisma, not of Drizzle.",
                where=str(folder / _OF_PRISMA),
                do="Name the folder that drizzle-kit writes, the `out` of drizzle.config.",
            )
        if beside:
            return Layout.FOLDERS
        if folder.name == JOURNAL.parent.name and (folder / JOURNAL.name).exists():
            raise Problem(
                "This is the `meta` folder of a migrations folder.", where=str(folder), do=f"Name `{folder.parent}`."
            )
        if (folder / MIGRATION).exists() and _TIMED.fullmatch(folder.absolute().name):
            raise Problem("This is one migration.", where=str(folder), do=f"Name the folder: `{folder.parent}`.")
        if folder.name == ROLLBACK and holds(folder.parent):
            raise Problem(
                "These are the down files of a migrations folder.", where=str(folder), do=f"Name `{folder.parent}`."
            )
        if numbered(folder):
            return Layout.PLAIN
        below = [child for child in inside if child.is_dir() and holds(child)]
    raise Problem(
        f"The folder holds no migrations: no {JOURNAL.as_posix()}, no folders with {MIGRATION} (Drizzle 1.0), and no "
        "SQL files whose names begin with a number.",
        where=str(folder),
        do=_do_without_journal(below),
    )


def holds(folder: Path) -> bool:
    """Tell whether a folder holds migrations, in any layout; raise Problem where it cannot be read."""
    with readable(folder):
        beside = of_1_0(folder)
        of_drizzle = (folder / JOURNAL).is_file() or (bool(beside) and not _is_prisma(folder, beside))
        return of_drizzle or bool(numbered(folder))


def holding(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that hold migrations: those of Drizzle, plain ones where there are none; raise Problem."""
    there = [folder for folder in folders if holds(folder)]
    return [folder for folder in there if of(folder).drizzle] or there


def numbered(folder: Path) -> list[Path]:
    """Return the SQL files of a plain folder that go up, in the order in which they run; raise OSError."""
    return [folder / name for name in in_order(child.name for child in folder.glob("*.sql"))]


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names that begin with a number and go up, by the number; where one says so, all have to say it."""
    found = [name for name in names if number(name) is not None and not name.endswith(DOWN)]
    said = [name for name in found if name.endswith(UP)]
    return sorted(said or found, key=lambda name: (number(name), name))


def number(name: str) -> int | None:
    """Return the number, or the time, that the name of an SQL file begins with; None where it begins with none."""
    found = _NUMBERED.fullmatch(name)
    return int(found["number"]) if found else None


def stem(name: str) -> str:
    """Return what a file of a plain folder is called without its ending, up or down."""
    return name.removesuffix(UP).removesuffix(DOWN).removesuffix(".sql")


def of_1_0(folder: Path) -> list[Path]:
    """Return the folders of Drizzle 1.0 in a folder, by name: a time, and SQL or a snapshot in it; raise OSError."""
    if not folder.is_dir():
        return []
    timed = (child for child in folder.iterdir() if _TIMED.fullmatch(child.name))
    return sorted(child for child in timed if (child / MIGRATION).exists() or (child / SNAPSHOT).exists())


def _is_prisma(folder: Path, beside: list[Path]) -> bool:
    """Tell whether folders of the same shape are those of Prisma, which writes no snapshots."""
    return (folder / _OF_PRISMA).exists() and not any((child / SNAPSHOT).exists() for child in beside)


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
        return f"Name `{below[0]}`, which holds them."
    if below:
        rest = f", and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
        return "Name one of these, which hold them: " + ", ".join(f"`{child}`" for child in below[:_NAMED]) + rest + "."
    return "Name the `out` folder of drizzle.config, or number the files: 0001_name.sql, 0002_name.sql."
