"""What a migration does to those who use the database while it runs, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sterna.postgres.observation import BLOCKS
from sterna.pull_request.sentence import Code, Name, Part, Sentence, say
from sterna.sql.statement import Statement
from sterna.sql.verb import verb

_FEW: Final = 8
"""Locks that are told one by one."""


class Downtime(StrEnum):
    """Whether the application has to stop. The value is the word that people and programs read."""

    NONE = "None"
    SHORT = "Short lock"
    WINDOW = "Needs a window"
    UNKNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Touch:
    """What one statement did to one table that was there before; `lock` is empty when none was seen.

    `blocks` says what has to wait: `reads and writes`, `writes` or nothing.
    """

    statement: Statement
    table: str
    lock: str = ""
    rewrite: bool = False
    scan: bool = False

    @property
    def blocks(self) -> str:
        """Return what has to wait for the lock."""
        return BLOCKS.get(self.lock, "")

    @property
    def sentence(self) -> Sentence:
        """Tell it in one sentence."""
        parts: list[Part] = [
            Code(verb(self.statement)),
            f" (statement {self.statement.number}, line {self.statement.line})",
        ]
        table = Name(plain(self.table))
        if self.lock:
            parts += [f" takes {self.lock} on ", table, f": {self.blocks} wait" if self.blocks else ": nobody waits"]
        else:
            parts += [" touches ", table]
        if self.rewrite:
            parts += [" while the whole table is written anew"]
        elif self.scan:
            parts += [" while the whole table is read" if self.blocks else ", and the whole table is read"]
        return say(parts)


@dataclass(frozen=True, slots=True)
class Impact:
    """The performance impact in one sentence, what was measured, and whether the application has to stop and why."""

    summary: Sentence
    downtime: Downtime
    reasons: tuple[Sentence, ...] = ()
    touches: tuple[Touch, ...] = ()
    notes: tuple[Sentence, ...] = ()

    @property
    def seen(self) -> tuple[Sentence, ...]:
        """Return what was measured, what takes long first; many short locks on one table are told in one sentence."""
        slow = [touch for touch in self.touches if touch.rewrite or touch.scan]
        short = [touch for touch in self.touches if not (touch.rewrite or touch.scan)]
        if len(self.touches) <= _FEW:
            return tuple(touch.sentence for touch in self.touches)
        alike: dict[tuple[str, str], list[Touch]] = {}
        for touch in short:
            alike.setdefault((touch.table, touch.lock), []).append(touch)
        return (*(touch.sentence for touch in slow), *(_together(same) for same in alike.values()))


def _together(same: Sequence[Touch]) -> Sentence:
    first = same[0]
    if len(same) == 1:
        return first.sentence
    return say(
        f"{len(same)} statements, from {first.statement.number} to {same[-1].statement.number}, take {first.lock} on ",
        Name(plain(first.table)),
        f": {first.blocks} wait" if first.blocks else ": nobody waits",
    )


def plain(table: str) -> str:
    """Return a table's name as one would write it, without `public`."""
    return table.removeprefix("public.")
