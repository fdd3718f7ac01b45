"""A sentence about a migration, which keeps our words apart from the names and texts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sterna.sql.quote import name as quoted

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")
_LONG = 160


@dataclass(frozen=True, slots=True)
class Code:
    """A text that we did not write and that is shown as code."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that we did not write; it reads as a word of the sentence where it is harmless."""

    text: str


Part = str | Code | Name


@dataclass(frozen=True, slots=True)
class Sentence:
    """Our words (`str`) and those of others (`Code`, `Name`), in the order in which they are read. No full stop."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """Return the plain text, without any mark."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def say(*parts: Part | Iterable[Part]) -> Sentence:
    """Join parts, and lists of parts, to a sentence."""
    flat: list[Part] = []
    for part in parts:
        if isinstance(part, (str, Code, Name)):
            flat.append(part)
        else:
            flat += part
    return Sentence(tuple(part for part in flat if part != ""))


def listed(parts: Iterable[Part]) -> list[Part]:
    """Put commas between parts."""
    joined: list[Part] = []
    for part in parts:
        joined += [", ", part] if joined else [part]
    return joined


def spelled(*names: str) -> str:
    """Spell a name as one would write it in SQL: quoted only where it must be, without `public`."""
    parts = [name for name in names if name]
    if len(parts) > 1 and parts[0] == "public":
        parts = parts[1:]
    return ".".join(part if _PLAIN.fullmatch(part) else quoted(part) for part in parts)


def short(text: str) -> Code:
    """Return a text as code, on one line and cut where it is long."""
    line = " ".join(text.split())
    return Code(line if len(line) <= _LONG else line[: _LONG - 1] + "…")
