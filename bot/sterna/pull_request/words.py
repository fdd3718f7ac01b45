"""What people wrote between our markers, found again by what we did not write and kept where it stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sterna.pull_request.markers import code_lines, lines

ITEM: Final = re.compile(r"<!-- item:(?P<id>[A-Za-z0-9._/@-]+)(?: by:sterna)? -->")
"""The hidden name of a box."""

Anchor = tuple[str, int]
"""A line of ours and which of its like it is; the empty line stands for the top of the section."""
_TOP: Final[Anchor] = ("", 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of a person, with the blank ones before them, and the line of ours that they follow."""

    after: Anchor
    text: str


def traces(text: str) -> frozenset[str]:
    """Return a short digest of each thing that a section holds: a line, or a block of code as a whole."""
    return frozenset(_trace(unit) for unit in _units(text) if unit.strip())


def runs(inside: str, ours: Iterable[str]) -> tuple[Run, ...]:
    """Return what stands in a section and is not ours; `ours` are the traces of all that we wrote or write."""
    known = frozenset(ours)
    found: list[Run] = []
    counted: Counter[str] = Counter()
    at, held, blanks = _TOP, "", ""
    for unit in _units(inside):
        if not unit.strip():
            blanks += unit
        elif _trace(unit) in known or ITEM.search(unit):
            if held:
                found.append(Run(at, held))
            key = _key(unit)
            counted[key] += 1
            at, held, blanks = (key, counted[key]), "", ""
        else:
            held, blanks = held + blanks + unit, ""
    if held:
        found.append(Run(at, held))
    return tuple(found)


def woven(text: str, kept: Iterable[Run]) -> str:
    """Put the runs behind the lines that they followed; those whose line is gone come last."""
    waiting = {run.after: run.text for run in kept}
    out = [_ended(waiting.pop(_TOP, ""))]
    counted: Counter[str] = Counter()
    for unit in _units(text):
        out.append(unit)
        if unit.strip():
            key = _key(unit)
            counted[key] += 1
            out.append(_ended(waiting.pop((key, counted[key]), "")))
    if waiting and "".join(out).strip():
        out.append("\n")
    return "".join([*out, *(_ended(run) for run in waiting.values())])


def _units(text: str) -> list[str]:
    """Cut a text into lines; a block of code is one piece."""
    code = code_lines(text)
    found: list[str] = []
    before = False
    for number, line in enumerate(lines(text)):
        inside = number in code
        if inside and before:
            found[-1] += line
        else:
            found.append(line)
        before = inside
    return found


def _key(unit: str) -> str:
    item = ITEM.search(unit)
    return item["id"].partition("@")[0] if item else unit.rstrip()


def _trace(unit: str) -> str:
    return sha256(unit.replace("\r\n", "\n").rstrip().encode()).hexdigest()[:8]


def _ended(text: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else f"{text}\n"
