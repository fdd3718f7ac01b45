"""What can be wrong with the order of the entries of a journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from sterna.history.model import Entry, Fault

# An index has four digits (five from 10000 on); 14 digits are a time and 10 are seconds.
_INDEX: Final = re.compile(r"([0-9]{4,5})_")
_SECOND: Final = 1000


def faults(entries: tuple[Entry, ...], path: Path, now: int | None) -> Iterator[Fault]:
    """Yield what is wrong with idx, tag and `when` of the entries, check by check, each in the journal's order."""
    yield from _idx(entries, path)
    yield from _tags(entries, path)
    yield from _when(entries, path)
    if now is not None:
        for entry in entries:
            if entry.when > now:
                yield Fault(
                    "when-in-the-future",
                    f"The `when` of {entry.tag} is {entry.when}, which has not come yet. Until it has, Drizzle skips "
                    "every new migration after it in silence.",
                    path,
                    entry.line,
                    entry.tag,
                    "If it was applied nowhere, set `when` to the time of now in milliseconds.",
                )


def _idx(entries: tuple[Entry, ...], path: Path) -> Iterator[Fault]:
    seen: dict[int, str] = {}
    expected = 0
    for entry in entries:
        if entry.idx in seen:
            yield Fault(
                "duplicate-idx",
                f"{entry.tag} has idx {entry.idx}, and so has {seen[entry.idx]}.",
                path,
                entry.line,
                entry.tag,
                "Renumber the newer of the two: idx, tag, file and snapshot.",
            )
        elif entry.idx != expected:
            yield Fault(
                "idx-gap",
                f"{entry.tag} has idx {entry.idx} where {expected} would follow.",
                path,
                entry.line,
                entry.tag,
                "Check that no entry was lost. Renumber only what was applied nowhere.",
            )
        seen.setdefault(entry.idx, entry.tag)
        expected = max(expected, entry.idx + 1)


def _tags(entries: tuple[Entry, ...], path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in entries:
        if entry.tag in seen:
            yield Fault(
                "duplicate-tag",
                f"The journal names {entry.tag} twice, so Drizzle runs its file twice on a new database.",
                path,
                entry.line,
                entry.tag,
                "Take one of the entries away.",
            )
        seen.add(entry.tag)
        index = _INDEX.match(entry.tag)
        if index and int(index[1]) != entry.idx:
            yield Fault(
                "prefix-mismatch",
                f"{entry.tag} has idx {entry.idx}: its name and the journal say different numbers.",
                path,
                entry.line,
                entry.tag,
                "Give name and idx the same number if the migration was applied nowhere.",
            )


def _when(entries: tuple[Entry, ...], path: Path) -> Iterator[Fault]:
    latest: Entry | None = None
    for entry in entries:
        if latest is not None and entry.when <= latest.when:
            yield Fault(
                "when-not-increasing",
                f"The `when` of {entry.tag} ({entry.when}) is not after that of {latest.tag} ({latest.when}). "
                f"Where {latest.tag} was applied, Drizzle skips {entry.tag} in silence and reports success.",
                path,
                entry.line,
                entry.tag,
                f"If {entry.tag} was applied nowhere, set its `when` above {latest.when}.",
            )
        if latest is None or entry.when > latest.when:
            latest = entry
    for before, entry in pairwise(entries):
        if entry.when != before.when and entry.when // _SECOND == before.when // _SECOND:
            yield Fault(
                "same-second",
                f"{before.tag} and {entry.tag} fall into the same second. Drizzle 1.0 names folders by the second, "
                "so `drizzle-kit up` may refuse them or match them wrongly.",
                path,
                entry.line,
                entry.tag,
                f"If {entry.tag} was applied nowhere, set its `when` at least one second later.",
            )
