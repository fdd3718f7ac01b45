"""What a run tells whoever watches it, while it goes on."""

from __future__ import annotations

from typing import Protocol

from sterna.history.model import Migration
from sterna.sql.statement import Statement


class Watcher(Protocol):
    """Hears of each statement before and after it runs, and of all that is out of the ordinary."""

    def starts(self, migration: Migration, statement: Statement) -> None:
        """Hear that a statement is sent."""

    def ended(self, seconds: float) -> None:
        """Hear that it was done, and how long it took."""

    def note(self, text: str) -> None:
        """Hear of a wait, another attempt, or something that was found."""
