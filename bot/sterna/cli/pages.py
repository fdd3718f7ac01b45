"""The guide that a command goes by: the shipped pages, and the team's own beside them."""

from __future__ import annotations

from pathlib import Path

from sterna import data, guide
from sterna.guide import Guide
from sterna.guide.reader import RULES
from sterna.problem import Problem

_SETTINGS = ".github/sterna.toml"


def read(named: Path | None, here: Path) -> Guide:
    """Read the guide with the pages of the named folder, else of the one that the repository's settings name.

    The bot reads the same settings, so a terminal and a pull request say the same. Raises Problem.
    """
    own = named if named is not None else _set(here)
    if own is None:
        return guide.read(data.docs())
    if own.is_dir() and not any((*own.glob("*.md"), *(own / RULES).glob("*.md"))):
        raise Problem(
            "This folder of the guide holds no page.",
            where=str(own),
            do=f"Rule pages of your own lie in its folder `{RULES}`.",
        )
    return guide.read(data.docs(), own)


def _set(here: Path) -> Path | None:
    """Return the folder that the settings of the repository around a folder name."""
    for folder in (here, *here.parents):
        path = folder / _SETTINGS
        if path.is_file():
            from sterna.pull_request.settings import settings

            named = settings(path.read_text(encoding="utf-8", errors="replace")).guide
            return folder / named if named else None
        if (folder / ".git").exists():
            break
    return None
