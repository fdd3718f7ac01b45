"""The files of a migrations folder that drizzle-kit writes, kept so that they can be put back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sterna.history.layout import JOURNAL

_WRITTEN: Final = ("*.sql", "meta/*.json", "*/migration.sql", "*/snapshot.json")


class Kept:
    """What a folder held; `files` are its contents by path, none where it is not there yet."""

    def __init__(self, folder: Path) -> None:
        """Read them all: 200 snapshots are some 40 MB."""
        self._folder = folder
        self._missing = [one for one in (folder / JOURNAL.parent, folder, *folder.parents) if not one.exists()]
        self.files = _contents(folder)

    @property
    def new(self) -> set[Path]:
        """Return the files that came."""
        return set(_contents(self._folder)) - set(self.files)

    @property
    def spoilt(self) -> set[Path]:
        """Return the files that went, or hold something else now."""
        now = _contents(self._folder)
        return {path for path, content in self.files.items() if now.get(path) != content}

    @property
    def changed(self) -> bool:
        """Tell whether anything is different."""
        return bool(self.new or self.spoilt)

    def restore(self) -> None:
        """Put everything back, and leave the files of others alone."""
        for path in self.new:
            path.unlink(missing_ok=True)
            if path.parent not in (self._folder, self._folder / JOURNAL.parent):
                _remove(path.parent)
        for path in self.spoilt:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.files[path])
        for folder in self._missing:
            _remove(folder)


def _contents(folder: Path) -> dict[Path, bytes]:
    paths = (path for pattern in _WRITTEN for path in folder.glob(pattern))
    return {path: path.read_bytes() for path in paths if path.is_file() and not path.is_symlink()}


def _remove(folder: Path) -> None:
    """Remove a folder that is empty; leave any other."""
    try:
        folder.rmdir()
    except OSError:
        return
