"""How alike two texts of `pg_dump --schema-only` are; written anew: a judge must not share the engine's mistakes."""

from __future__ import annotations

import re
from dataclasses import dataclass

EXACT = "exact"
CANONICAL = "exact after reading it back"
COLUMN_ORDER = "exact except column order"
DIFFERS = "differs"

_HEADER = re.compile(r"^-- Name: .*; Type: (?P<type>[A-Z ]+); Schema: .*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dump: its header line, its type ("TABLE", "ACL" ...), the lines of its SQL."""

    header: str
    type: str
    lines: tuple[str, ...]

    @property
    def sql(self) -> str:
        """Return the SQL of the entry."""
        return "\n".join(self.lines)


def entries(dump: str) -> tuple[Entry, ...]:
    """Cut a dump into its entries; the settings at its head are the first one."""
    found: list[Entry] = []
    header, kind, held = "", "", list[str]()
    lines = dump.split("\n")
    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        # The header of an entry stands between two lines that are nothing but `--`.
        if match and lines[number - 1] == "--" and lines[number + 1] == "--":
            found.append(Entry(header, kind, _trimmed(held)))
            header, kind, held = line, match["type"], []
        else:
            held.append(line)
    return (*found, Entry(header, kind, _trimmed(held)))


def likeness(before: str, after: str) -> tuple[str, list[str]]:
    """Return EXACT, COLUMN_ORDER or DIFFERS, and the entries that are not the same: `- ` before, `+ ` after."""
    old, new = sorted(map(_strict, entries(before))), sorted(map(_strict, entries(after)))
    if old == new:
        return EXACT, []
    loose = sorted(map(_loose, entries(before))) == sorted(map(_loose, entries(after)))
    gone, come = _without(old, new), _without(new, old)
    return COLUMN_ORDER if loose else DIFFERS, [f"- {it}" for it in gone] + [f"+ {it}" for it in come]


def differing(before: str, after: str) -> frozenset[str]:
    """Return the headers of the entries that stand in only one of the dumps."""
    old, new = {_strict(entry) for entry in entries(before)}, {_strict(entry) for entry in entries(after)}
    return frozenset(text.split("\n", 1)[0] for text in old ^ new)


def _strict(entry: Entry) -> str:
    # The lines of grants stand in the order in which they were granted, which means nothing.
    lines = sorted(entry.lines) if entry.type in ("ACL", "DEFAULT ACL") else entry.lines
    return "\n".join((entry.header, *lines))


def _loose(entry: Entry) -> str:
    if entry.type not in ("TABLE", "TYPE", "FOREIGN TABLE"):
        return _strict(entry)
    return "\n".join((entry.header, *sorted(_pieces(entry.lines))))


def _pieces(lines: tuple[str, ...]) -> list[str]:
    """Return the columns and the statements of an entry, each whole, without the comma that separates columns."""
    pieces: list[str] = []
    for line in lines:
        begins = line == ")" or not line.startswith(" ") or re.match(r" {4}\S", line) is not None
        if begins or not pieces:
            pieces.append(line)
        else:
            pieces[-1] += f"\n{line}"
    return [piece.removesuffix(",") for piece in pieces]


def _without(some: list[str], others: list[str]) -> list[str]:
    left = list(others)
    found = []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    text = "\n".join(lines).strip("\n")
    # Each entry ends with the empty comment line that opens the header of the next one.
    return tuple(line for line in text.removesuffix("--").removeprefix("--").strip("\n").split("\n"))
