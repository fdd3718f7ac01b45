"""The marks that git leaves in a file after a merge conflict."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"^(?:<{7} |\|{7} |={7}\r?$|>{7} )", re.MULTILINE)


def markers(text: str) -> tuple[int, ...]:
    """Return the lines, from 1, that hold conflict marks; none unless a conflict both opens and closes."""
    found = [(mark[0][0], text.count("\n", 0, mark.start()) + 1) for mark in _MARK.finditer(text)]
    sorts = {sort for sort, _ in found}
    return tuple(line for _, line in found) if {"<", ">"} <= sorts else ()
