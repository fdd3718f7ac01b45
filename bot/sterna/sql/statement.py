"""A statement and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement as it stands in its file.

    `text` runs from the first token to the last, without the semicolon and without the comments before it.
    `chunk` and `number` count from 1: the part between two breakpoints, and the statement within the file.
    `line` and `column` count from 1, in characters. `comments` holds the comments before the statement, in order.
    """

    text: str
    path: Path
    chunk: int = 1
    number: int = 1
    line: int = 1
    column: int = 1
    comments: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return `file:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"
