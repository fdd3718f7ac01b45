"""Folders of pages that are written at build time, each with a `.gitignore` that says so and keeps it out of git."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sterna.problem import Problem

_MARK: Final = "# Written by sterna.site at build time.\n*\n"


def claim(folder: Path, *, or_else: str = "") -> None:
    """Raise Problem for a folder that is needed and holds pages of people; `or_else` is another way out."""
    if folder.exists() and not is_written(folder) and any(folder.iterdir()):
        raise Problem(
            "This folder holds pages that a person wrote, and its name is needed for pages that are written here.",
            where=str(folder),
            do=", ".join(filter(None, ("Give your folder another name", or_else))),
        )


def keep(folder: Path, pages: Mapping[str, str]) -> None:
    """Make a folder hold exactly these pages, without touching those that are as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / ".gitignore", _MARK)
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _put(folder / name, text)
    _remove(folder, (folder / name for name in (".gitignore", *pages)))


def is_written(folder: Path) -> bool:
    """Tell whether a folder is one of ours."""
    mark = folder / ".gitignore"
    return mark.is_file() and mark.read_text(encoding="utf-8") == _MARK


def _put(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _remove(folder: Path, kept: Iterable[Path]) -> None:
    stay = set(kept)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in stay:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path)
